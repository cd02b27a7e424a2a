# Everything that the interface says, in English. One key, one place where it is read;
# the Chinese catalogue has the same keys.

## Words on a label

untitled = Untitled
title-and-artist = { $title }, { $artist }
artist-unknown = Artist unknown
size-flat = { $width } × { $height } cm
size-deep = { $width } × { $height } × { $depth } cm
size-model = { $width } × { $height } × { $depth } cm, as the model itself has it
size-unknown = Size unknown
editions =
    { $count ->
        [one] { $count } edition
       *[other] { $count } editions
    }
owner = Owner
owners = Owners
owners-more =
    { $count ->
        [one] and { $count } further holder
       *[other] and { $count } further holders
    }
owner-unknown = Owner not recorded
owner-unnamed = The contract names no owner
kind-film = Film, { $duration }
kind-film-heard = Film with sound, { $duration }
kind-sound = Sound, { $duration }
kind-code = A program that draws as it runs
not-here-film = Films do not play in this build of the program.
not-here-sound = Sounds do not play in this build of the program.
not-here-code = Works of code run in a browser only, where they can be sealed off.
curated-by = Curated by { $name }

## What a lender asks to be shown, and what a contract says of a sale

provided-by = Provided by
rights = Rights:
royalty = Royalty
royalty-says = { $percent } % of the price of a sale is asked for by
binding = Transfer
binding-locked = Bound to its owner: the contract lets nobody pass it on.
binding-free = The contract lets its owner pass it on.

right-user = In use
right-user-says = Until { $date } it may be used by
right-delegate = Delegated
right-delegate-says = The owner lets somebody act in their place:
right-controller = Who controls the owner
right-controller-says = The owner is the account of another token. Through { $count ->
    [one] one such account
   *[other] { $count } such accounts
} it is controlled by
right-supply = Editions
right-supply-says = { $count ->
    [one] There is one edition.
   *[other] There are { $count } editions.
}
right-name = Name
right-name-says = { $name }, a name that leads back to
right-upgradeable = The contract’s code
right-upgradeable-says = The contract’s code can be replaced, and with it everything that it says, by
right-upgradeable-owner-says = The contract’s code can be replaced, and with it everything that it says. Who may do so its code alone decides; its owner is
right-upgradeable-unknown-says = The contract’s code can be replaced, and with it everything that it says. By whom is not known.
right-plain-code-says = None of the kinds of replaceable code that this program looks for was found in the contract.
naming = The metadata
naming-says = The contract itself names the metadata that is shown here.
naming-elsewhere-says = The contract itself says where the metadata is to be found.
naming-made-says = What is shown here was put together from what the contract answers.
called = The collection’s name
called-document-says = A document that the contract itself holds calls the collection so.
called-elsewhere-says = The contract itself names a document as its own; the collection is called by the copy that is kept.
called-name-says = The contract itself gives the collection’s name.
called-symbol-says = The collection is called by its contract’s symbol.

## Evidence: who says so, how strongly, as of when

evidence = Evidence
evidence-claimed = Claimed
evidence-attested = Attested
evidence-reported = Reported
evidence-agreed = Agreed
evidence-proven = Proven
evidence-final = Final
evidence-claimed-says = { $by } says so, as of { $date }. Nothing else supports it.
evidence-claimed-undated-says = { $by } says so and gives no date. Nothing else supports it.
evidence-attested-says = { $by } signed a record that says so on { $date }.
evidence-standing-until-it-ends = The record names no list of what its issuer has taken back.
evidence-standing-unchecked = Whether its issuer has taken it back was not to be found out.
evidence-standing-stands = By its issuer’s list of { $date } it has not been taken back.
evidence-standing-stood = By its issuer’s list of { $date }, which is out of date, it had not been taken back.
evidence-expires = It was signed to hold until { $date }.
evidence-expired = It held until { $date }, and holds no longer.
authorship = Author
authorship-says = { $name } is named as the author.
evidence-reported-says = { $by } said so at block { $block }, on { $date }. Not as many others as the exhibition asks for have confirmed it.
evidence-agreed-says = { $count } of { $asked } independent endpoints said the same at block { $block }, on { $date }.
evidence-proven-says = The contract’s own code says so, run by this program over the state proven at block { $block }, on { $date }. That this is the chain’s block is the word of { $count } of { $asked } endpoints: { $by }.
evidence-final-says = The contract’s own code says so, run by this program over the state of block { $block }, which the chain finalized, on { $date }.
label-proof-stored = Proof stored, not yet checked here
label-proof-unstored = Called proven, and no proof is stored: no more than claimed
label-proof-refused = Its proof does not hold here: no more than claimed
label-proof-stored-says = A proof is stored that the contract’s own code says so over the state of block { $block }, on { $date }; it has not been run here yet. That this is the chain’s block is the word of { $count } of { $asked } endpoints: { $by }.
label-proof-unstored-says = The exhibition calls this proven at block { $block }, on { $date }, and holds nothing to check it with. Nothing else supports it.
label-proof-refused-says = The exhibition calls this proven at block { $block }, on { $date }, and its proof does not hold here. Nothing else supports it.
label-endpoints-refused = Names other endpoints than its level needs: no more than claimed
label-endpoints-refused-says = The exhibition says that endpoints agreed at block { $block }, on { $date }, and names others than that needs: too few, one of them twice, or more than were asked. Nothing else supports it.
label-record-stored = Signed record stored, not yet checked here
label-record-unstored = Called attested, and no signed record is stored: no more than claimed
label-record-refused = No signed record here says so: no more than claimed
label-record-stored-says = A record is stored with which { $by } is said to have signed this on { $date }; its signature has not been checked here yet.
label-record-unstored-says = The exhibition says that { $by } signed this on { $date }, and holds no record of it. Nothing else supports it.
label-record-refused-says = The exhibition says that { $by } signed this on { $date }, and no record that it holds says so. Nothing else supports it.
evidence-stale = This record is { $days } days old; ownership may have changed since.
evidence-stale-beside = This is as of { $days } days ago; it may have changed since.
evidence-as-of = { $level }, { $date }
evidence-undated = undated
block = Block { $number }

## Provenance: how a work came to its owner

provenance = Provenance
provenance-mint = Minted to { $to }
provenance-transfer = From { $from } to { $to }
provenance-burn = Burnt by { $from }
provenance-held-days =
    { $count ->
        [one] held { $count } day
       *[other] held { $count } days
    }
provenance-held-months =
    { $count ->
        [one] held { $count } month
       *[other] held { $count } months
    }
provenance-held-years = held { $count } years
provenance-more =
    { $count ->
        [one] { $count } further change of hands is not listed here.
       *[other] { $count } further changes of hands are not listed here.
    }
provenance-unwhole = The mint is not among what was found; more may lie before.
provenance-broken = Broken off; each step by itself: { $level }
provenance-astray = These changes of hands do not lead to the owner who is named here: some are missing, or were told wrongly.
provenance-mark = { $mark } A receipt of the step’s own block is stored, which “enfilade check” runs.
provenance-picture = The hands that this work went through, from { $first } to { $last }, to scale
provenance-says-reported = { $by } told this, through block { $block }, on { $date }.
provenance-says-agreed = { $count } of { $asked } endpoints told the same, through block { $block }, on { $date }.
provenance-stored = Proofs stored, which “enfilade check” runs
provenance-says-proven = For every step listed a receipt of its own block is stored as its proof; heard through block { $block }, on { $date }.

## Bytes: how firmly the picture is tied to the token

bytes = The file
bytes-mutable = Mutable
bytes-hashed = Hashed
bytes-content-addressed = Content-addressed
bytes-on-chain = On chain
bytes-mutable-meaning = Whoever keeps this file can replace it.
bytes-hashed-meaning = A hash in the token’s metadata names exactly this file.
bytes-content-addressed-meaning = The address is made from the file itself, and every block of it was checked.
bytes-on-chain-meaning = The file lies in the contract’s own state.
bytes-on-chain-told = By what was told, the file lies in the contract’s own state; nothing that is kept here shows it.

## The panel about a work

artist = Artist
description = Description
collection = Collection
medium = Medium
size = Size
year = Year
traits = Traits
notes = Notes
token = Token
contract = Contract
chain = Chain
links = Links
panel-file = { $mime }, { $width } × { $height } px
panel-close = Close
work-missing = This work could not be shown
caption-more = Enter: more
caption-more-touch = Tap: more

## On the walls

directory = In this exhibition
section-works =
    { $count ->
        [one] { $count } work
       *[other] { $count } works
    }

## The plan

plan = Plan
plan-here = You are here
plan-work = A work
plan-entrance = Entrance
plan-hall = Hall
plan-room = Room { $number }
plan-holds =
    { $works ->
        [one] { $works } work
       *[other] { $works } works
    } in { $rooms ->
        [one] { $rooms } room
       *[other] { $rooms } rooms
    }
plan-facts = Floor plan · { plan-holds } · 1:{ $scale }
plan-section-room =
    room { $number }, { $works ->
        [one] { $works } work
       *[other] { $works } works
    }
plan-section-rooms =
    rooms { $first }–{ $last }, { $works ->
        [one] { $works } work
       *[other] { $works } works
    }
plan-hint = Arrow keys choose a room · Enter goes there · Esc closes
plan-hint-touch = Tap a room to go there

## The tour

tour = Tour
tour-on = Guided tour: { $at } of { $of }
tour-stop = Stop the tour

## Controls

help = Help
help-title = How to walk here
help-look = Look around
help-look-keys = drag, or Q E ← →
help-capture = Look without holding a button
help-capture-keys = F, until Esc
help-walk = Walk
help-walk-keys = W A S D, or ↑ ↓
help-hurry = Walk faster
help-hurry-keys = Shift
help-go = Go to a place
help-go-keys = click the floor
help-stand = Stand before a work
help-stand-keys = click the work
help-next = Next work, previous work
help-next-keys = N, P
help-approach = Read about a work
help-approach-keys = Enter
help-unasked = Panels open by themselves, or by hand only
help-unasked-keys = O
help-plan = Plan
help-plan-keys = M
help-tour = Guided tour
help-tour-keys = T
help-language = 中文 / English
help-language-keys = L
help-sound = Sound off, sound on
help-sound-keys = V
help-back = Back
help-back-keys = Esc
help-look-touch = swipe
help-go-touch = tap the floor
help-stand-touch = tap the work
help-approach-touch = tap the caption
hint-mouse = Drag to look · click the floor to walk · click a work to stand before it
hint-keys = WASD walk · N and P next and previous work · M plan · T tour · Esc back
hint-touch = Swipe to look · tap the floor to walk
hint-touch-works = Tap a work to stand before it
sound-off = Sound off
sound-on = Sound on
panels-by-hand = Panels by hand
panels-by-themselves = Open panels by themselves
window-keys-elsewhere = The keyboard is elsewhere now; click here to walk on.
window-too-small = This window is too small to read in; make it larger.
language-other = 中文

## Why a work is missing, and what was noted about one

problem-no-such-token = There is no such token in its contract.
problem-no-contract = No contract stands at this address.
problem-no-metadata-named = The contract does not say where the token’s metadata lies.
problem-said-by-service = The contract names no metadata; what is said here comes from a service of its makers.
problem-no-endpoint = The exhibition names no endpoint that could be asked about this chain.
problem-endpoint-silent = No endpoint of the chain gave an answer.
problem-other-chain = The endpoint that was asked belongs to another chain.
problem-other-standard = The contract follows another standard than the exhibition says; it was asked as its own.
problem-owner-not-named = The contract did not say who owns it.
problem-holds-none = A holder whom the curator names owns none of the editions.
problem-holder-unreadable = A holder whom the curator names has no address of this chain.
problem-more-holders = More people hold editions than are named here.
problem-creator-unverified = The token names creators who have not signed it: unverified.
problem-collection-unverified = The token names a collection that has not confirmed it: unverified.
problem-endpoint-disagrees = An endpoint says otherwise than the others.
problem-proof-refused = An endpoint gave a proof that does not hold; it was not believed.
problem-block-replaced = The chain replaced the block while it was asked about; what was said of it could not be proven any more.
problem-not-proven = No endpoint gave a proof of this; it is as strong as the endpoints’ word.
problem-foreign-rules = This chain runs contracts otherwise than they are run here, so that nothing was proven; it is as strong as the endpoints’ word.
problem-rules-assumed = By which rules this chain runs contracts is not known here; the proof runs its contract by Ethereum’s newest.
problem-owner-contradicted = An endpoint named another owner, or other editions, than is proven; what is proven is shown.
problem-right-contradicted = An endpoint told of a right or a term that the proof contradicts; it is not shown.
problem-owner-outvoted = An endpoint named another owner, or other editions, than most others did; what most of them say is shown.
problem-owner-unsettled = Endpoints name different owners or editions, and not enough of them agree; one of the answers is shown.
problem-metadata-contradicted = An endpoint told of other metadata than what the contract is proven to name; the latter is shown.
problem-metadata-outvoted = An endpoint told of other metadata than most others did; what most of them tell is shown.
problem-collection-contradicted = An endpoint told of another name of the collection, or of another document that gives it, than the contract is proven to give; the latter is shown.
problem-collection-outvoted = An endpoint told of another name of the collection, or of another document that gives it, than most others did; what most of them tell is shown.
problem-attestation-refused = A signed record about this work does not hold, and nothing is taken from it.
problem-status-unchecked = Whether an issuer has taken a signed record back could not be found out.
problem-provenance-broken = The transfers that were found do not lead to the owner who is named here.
problem-provenance-unread = How the work came to its owner could not be read in full.
problem-name-unverified = The owner’s name does not lead back to the owner’s address, and is not shown.
problem-name-unfollowed = Whether the owner’s name leads back to the owner’s address could not be found out here, where records off the chain and those of a parent’s name are not followed; the name is not shown.
problem-accounts-in-circle = The owner is the account of a token, and such accounts hold each other’s tokens in a circle; who controls it cannot be said.
problem-accounts-too-deep = The owner is the account of a token, and more such accounts stand one inside the other than are followed here; who controls it in the end is not known.
problem-account-ownerless = The owner is the account of a token, and a token on the way has a contract that names no owner of it; who controls it is not known.
problem-address-unreadable = The address of the file cannot be read.
problem-address-refused = The address of the file is one that this program does not ask.
problem-not-found = The file was not found where it should lie.
problem-unreachable = The file could not be reached.
problem-too-slow = The file did not arrive in time.
problem-other-bytes = A gateway sent another file than the one that the token names.
problem-other-hash = The file has not the hash that the token’s metadata names; it may have been replaced.
problem-too-large = The file is larger than this program allows.
problem-cut-off = The file ends too early; a part of it is missing.
problem-damaged = The file is damaged.
problem-not-what-it-claims = The file is not what it claims to be.
problem-unknown-format = The file is of no kind that this program knows.
problem-format-not-shown = The file is of a kind that is not shown yet.
problem-film = The work is a film in a form that does not play here.
problem-sound = The work is a sound in a form that does not play here.
problem-page = What came is a web page, and the token does not say that its work is one.
problem-forbidden-content = The file holds something that is never opened here.
problem-no-document = There is no metadata: where it should lie is the work’s own file.
problem-metadata-elsewhere = What the token names as its metadata only names where that lies.
problem-metadata-unreadable = The token’s metadata cannot be read.
problem-metadata-repaired = The token’s metadata is damaged and was read with repairs.
problem-metadata-set-aside = A part of the token’s metadata could not be read and was left out.
problem-mixed-scripts = A name mixes letters of several scripts and may imitate another name.
problem-no-picture-named = The token’s metadata names no picture.
problem-still-in-place = Its still picture is shown in place of the work itself.
problem-another-in-place = The picture could not be had; another one that the metadata names is shown in its place.
problem-thumbnail-in-place = The picture could not be had; its thumbnail, which is smaller, is shown in its place.
problem-other-proportions = The size on the label has other proportions than the picture.
problem-ownership-unreadable = The ownership record cannot be read.
problem-parts-left-out = Parts of the work are never run, fetched or drawn here, and are left out.
problem-drawing-empty = The drawing is empty: this is how it was given.
problem-starts-empty = The drawing moves, and its first frame, which hangs here, is empty.
problem-first-frame = The picture moves, and only its first frame is shown here.
problem-needs-network = The work’s program asks for files from outside, which it does not get here.
problem-files-missing = The work asks for files beside it that could not be had; it is shown without them.
problem-page-unasked = The address does not say that a web page lies there; what runs is the page that its server sent.
problem-not-everywhere = Not every browser plays this film or sound.
problem-one-clip = The model has several movements; the first of them plays.
problem-only-claimed = A file calls the ownership more than claimed; a file alone can only claim it.

## What can go wrong

notice-work-failed = A work could not be loaded. { $reason }
notice-less-sharp = A work is shown less sharply than it could be. { $reason }

## The published page

page-language = Language
page-skip = Skip to the catalogue
page-walk-in = Walk in
page-back = Back to the catalogue
page-loading = Loading the gallery: { $done } of { $all } MB
page-preparing = Hanging the works …
page-ready = The gallery is open.
page-saving = This connection asks to save data. The gallery ({ $all } MB) loads when you walk in.
page-no-webgl = This browser offers no WebGL 2, so the rooms cannot be walked here. The catalogue below shows every work.
page-failed = The rooms cannot be walked here: { $reason }. The catalogue below shows every work.
page-lost = The graphics device was lost. Load the page again to walk on.
page-reload = Load again
page-at-work = You stand before “{ $title }”.
page-at-room = You stand in room { $room }: { $title }.
page-code-touch = Touch the work
page-code-leave = Step back
page-sections = Sections
page-plan = Floor plan
page-plan-alt = The floor plan of the exhibition, with every work in its place
page-curator = Curated by
page-no-still = This work has no picture of itself. It runs in its room.
page-missing = This work cannot be shown.
page-more = Record
page-walk-to = See it in its room
page-level-of = level { $level } of 5
page-says-claimed = { $by } says so, without a signature
page-says-attested = a record signed by { $issuer } says so
page-says-reported = one endpoint, { $endpoint }, said so
page-says-agreed = { $agreed } of { $asked } endpoints said so at one block: { $endpoints }
page-says-proven = the contract’s own code says so, run over proven state; the block’s header is the word of { $agreed } of { $asked } endpoints: { $endpoints }
page-says-final = the contract’s own code says so, run over proven state under a finalized header
page-says-stored = a proof is stored that the contract’s own code says so; the block’s header is the word of { $agreed } of { $asked } endpoints: { $endpoints }
page-says-unstored = the exhibition calls it proven, and holds nothing to check it with
page-says-refused = the exhibition calls it proven, and its proof does not hold here
page-says-endpoints-refused = the exhibition says that endpoints agreed, and names others than that needs: too few, one of them twice, or more than were asked
page-says-record-stored = a record is stored that { $issuer } is said to have signed, and its signature was not checked
page-says-record-unstored = the exhibition says that { $issuer } signed a record of it, and holds none
page-says-record-refused = the exhibition says that { $issuer } signed a record of it, and none that it holds says so
page-at-block = block { $number }
page-stale = this record was { $days } days old when the exhibition was put together
page-stale-now = this record is { $days } days old; ownership may have changed since
page-stale-now-beside = this is as of { $days } days ago; it may have changed since
page-resolved = Put together on { $date }.
page-private = This page asks no one but the server it came from.
page-lock = Every byte and every record of this exhibition
page-made-with = Made with Enfilade

## Proofs that are checked here, and works that are watched while they are in sight

check-going = Checking …
check-at = Checked here at { $time }.
check-holds = Checked here at { $time }: as to its owner, the contract’s own code says so at block { $block }, run over nothing but state that is proven under that block’s header. That this is the chain’s block is the exhibition’s word.
check-holds-of-some = Checked here at { $time }: of { $held } of { $all } owners that are named, the contract’s own code says so at block { $block }, run over nothing but state that is proven under that block’s header; nothing is stored that proves the others. That this is the chain’s block is the exhibition’s word.
check-refused = Checked here at { $time }: the proof of who owns it does not hold. { $reason }.
check-unproven = Checked here at { $time }: nothing is stored that proves who owns it; that is as strong as is written here, and no stronger.
check-nothing = Checked here at { $time }: nothing that is said of this work is stored with a proof.
check-beside-holds = On the same proof stands: { $what }.
check-beside-refused = Not borne out by its proof: { $what }. { $reason }.
check-signed = Checked here at { $time }: of { $signed } of { $all } owners that are named, a record says so that its issuer signed. That it is so is the issuer’s word.
check-unsigned = Checked here at { $time }: no signed record says who owns it. { $reason }.
check-beside-signed = A record that its issuer signed also says: { $what }.
check-beside-unsigned = No signed record says: { $what }. { $reason }.
check-said-metadata = what names the metadata
check-said-collection = what the collection is called
check-said-royalty = the royalty
check-said-binding = whether it can change hands
check-said-right = what is said beside the owner
check-said-author = who made it
check-failed = The proof could not be checked: { $reason }.
live = Now
live-held-now = Changed hands just now, block { $block }.
live-held-since = Changed hands since the exhibition was put together, seen at block { $block }.
live-gone = The contract names no owner any more, seen at block { $block }.
live-count-now = Another number of editions is held since just now, block { $block }.
live-count-since = The number of editions held has changed since the exhibition was put together, seen at block { $block }.
live-same = Held as before, as of block { $block }.
live-was = Before: { $owner }.
live-is = Now: { $owner }.
live-counted = Editions held now: { $owner }.
live-of = Of { $owner }:
live-unnamed = the contract names no owner
live-burnt = { $by } says that it was burnt in block { $block }; that is its word, and not proven.
live-superseded = This is as of when the exhibition was put together; as of block { $block } it is told otherwise.
live-metadata = New metadata was announced in block { $block }; what hangs here is as it was before.
live-taken-back = The chain has replaced its blocks from { $block } on; what was seen there is taken back.
live-unproven = Not proven: { $reason }.
live-own = Your endpoint { $endpoint } is asked about { $chain }.
live-silent = { $endpoint } gives no answer: { $detail }.
live-other-chain = { $endpoint } belongs to another chain: { $detail }.
live-no-blocks = { $endpoint } does not answer as an endpoint does: { $detail }.
live-behind = { $endpoint } knows fewer blocks than before: { $detail }.
live-stalled = { $endpoint } has had no new block since { $detail }.
live-alone = What is told now is the word of { $endpoint } and no more: { $detail }.
live-disputed = Not all endpoints agree with { $endpoint }: { $detail }.
page-check = Check this proof
page-check-record = Check this signed record
page-endpoint = Ask an endpoint of your own
page-endpoint-hint = A JSON-RPC endpoint, by https or on this machine. Labels then say what it says and proves. It is kept for this visit only.
page-endpoint-use = Ask it
page-endpoint-stop = Ask it no more
page-watched = This page asks the server that it came from and, about the owners of the works in sight, { $endpoints }.
