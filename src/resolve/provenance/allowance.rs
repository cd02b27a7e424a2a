//! What one resolve may still ask for on a chain: receipts of blocks and of transactions.

use crate::limits::{PRICED_TRANSACTIONS_MAX, PROVEN_BLOCKS_MAX};

pub(super) struct Allowance {
    /// Blocks whose receipts may still be asked for.
    blocks: usize,
    /// Transactions whose receipts may still be asked for their price.
    transactions: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { blocks: PROVEN_BLOCKS_MAX, transactions: PRICED_TRANSACTIONS_MAX }
    }
}

impl Allowance {
    /// Takes a block, where one is left.
    pub fn takes_block(&mut self) -> bool {
        let left = self.blocks.checked_sub(1);
        self.blocks = left.unwrap_or_default();
        left.is_some()
    }

    /// Takes so many transactions, or as many as are left.
    pub fn take_transactions(&mut self, wanted: usize) -> usize {
        let granted = wanted.min(self.transactions);
        self.transactions -= granted;
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_of_so_many_blocks_are_asked_for_and_of_no_more() {
        let mut allowance = Allowance::default();
        let taken = (0..=PROVEN_BLOCKS_MAX).map(|_| allowance.takes_block());
        let taken: Vec<bool> = taken.collect();
        assert!(taken[..PROVEN_BLOCKS_MAX].iter().all(|taken| *taken));
        assert!(!taken[PROVEN_BLOCKS_MAX]);
    }

    #[test]
    fn so_many_transactions_are_priced_and_no_more() {
        let check = |wanted: [usize; 2], granted: [usize; 2]| {
            let mut allowance = Allowance::default();
            assert_eq!(wanted.map(|wanted| allowance.take_transactions(wanted)), granted);
        };
        check([PRICED_TRANSACTIONS_MAX, 1], [PRICED_TRANSACTIONS_MAX, 0]);
        check([PRICED_TRANSACTIONS_MAX - 1, 2], [PRICED_TRANSACTIONS_MAX - 1, 1]);
        check([PRICED_TRANSACTIONS_MAX + 1, 0], [PRICED_TRANSACTIONS_MAX, 0]);
    }
}
