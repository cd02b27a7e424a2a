//! Answers that are none, and endpoints that have ways of their own.

use super::*;

#[test]
fn answers_that_are_none_are_not_read() {
    let check = |answers: Vec<Answer>| {
        let mut watch = watch_of(&[watched(1, 0xa1)]);
        watch.begin();
        assert_eq!(watch.calls().len(), 2);
        watch.bring(answers, Timestamp::from_unix(START));
        assert!(watch.calls().is_empty(), "the round is over");
        let news = troubles(watch.take_news());
        assert!(matches!(news[..], [Some(Trouble::NoBlocks(_))]), "{news:?}");
    };
    let refused = || Err(Refusal { code: -32005, message: "slower".to_owned() });
    check(Vec::new());
    check(vec![Ok(json!("0x1"))]);
    check(vec![Ok(json!("one")), Ok(json!({}))]);
    check(vec![Ok(json!("0x1")), Ok(json!(null))]);
    check(vec![Ok(json!("0x1")), Ok(json!({ "number": "0x1" }))]);
    check(vec![refused(), refused()]);
}

#[test]
fn an_endpoint_may_know_blocks_by_number_only() {
    let mut chain = Chain::new(3);
    chain.by_number_only = true;
    chain.transfer(0, 1, 0xa1);
    let mut watch = watch_of(&[watched(1, 0xa1)]);
    let (batches, news) = chain.round(&mut watch);
    assert_eq!((batches, records(news).len()), (3, 1));
    chain.transfer(0, 1, 0xb1);
    assert_eq!(chain.round(&mut watch).0, 2, "it is remembered");
}
