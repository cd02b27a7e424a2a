# What the page of a published exhibition says.
site-language = Language
site-skip = Skip to the catalogue
site-walk-in = Walk in
site-back = Back to the catalogue
site-loading = Loading the gallery: { $done } of { $all } MB
site-preparing = Hanging the works …
site-ready = The gallery is open.
site-saving = This connection asks to save data. The gallery ({ $all } MB) loads when you walk in.
site-no-webgl = This browser offers no WebGL 2, so the rooms cannot be walked here. The catalogue below shows every work.
site-failed = The rooms cannot be walked here: { $reason }. The catalogue below shows every work.
site-lost = The graphics device was lost. Load the page again to walk on.
site-reload = Load again
site-at-work = You stand before “{ $title }”.
site-at-room = You stand in room { $room }: { $title }.
site-works = { $count ->
    [one] one work
   *[other] { $count } works
}
site-sections = Sections
site-plan = Floor plan
site-plan-alt = The floor plan of the exhibition, with every work in its place
site-room = Room { $room }
site-curator = Curated by
site-artist-unknown = Artist unknown
site-untitled = Untitled
site-collection = Collection
site-size-flat = { $width } × { $height } cm
site-size-deep = { $width } × { $height } × { $depth } cm
site-size-unknown = size unknown
site-missing = This work cannot be shown: { $reason }
site-more = Record
site-traits = Traits
site-token = Token
site-links = Links
site-walk-to = See it in its room
site-owner = Owner
site-owner-none = No ownership record
site-editions = { $count ->
    [one] one edition
   *[other] { $count } editions
}
site-evidence = Evidence
site-level-claimed = Claimed
site-level-attested = Attested
site-level-reported = Reported
site-level-agreed = Agreed
site-level-proven = Proven
site-level-final = Final
site-level-of = level { $level } of 5
site-says-claimed = { $by } says so, without a signature
site-says-attested = a record signed by { $issuer } says so
site-says-reported = one endpoint, { $endpoint }, said so
site-says-agreed = { $agreed } of { $asked } endpoints said so at one block: { $endpoints }
site-says-proven = the contract’s own code says so, run over proven state under a header of { $endpoints }
site-says-final = the contract’s own code says so, run over proven state under a finalized header
site-at-block = block { $number }
site-undated = undated
site-stale = this record was { $days } days old when the exhibition was put together
site-bytes = Bytes
site-bytes-mutable = whoever holds the file’s server can change it
site-bytes-hashed = held to a hash in the token’s metadata
site-bytes-content-addressed = content-addressed, and checked block by block
site-bytes-on-chain = held by the contract itself
site-resolved = Put together on { $date }.
site-private = This page asks no one but the server it came from.
site-lock = Every byte and every record of this exhibition
site-made-with = Made with Enfilade
