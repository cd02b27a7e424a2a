// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721URIStorage} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721URIStorage.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC721A} from "erc721a/contracts/ERC721A.sol";

/// ERC-721 whose tokens each name their own metadata.
contract Paintings is ERC721URIStorage {
    constructor() ERC721("Paintings", "PAINT") {}

    function mint(address to, uint256 number, string calldata uri) external {
        _mint(to, number);
        _setTokenURI(number, uri);
    }
}

/// ERC-1155 with one URI for all, in which `{id}` stands for the number.
contract Prints is ERC1155 {
    constructor(string memory uri) ERC1155(uri) {}

    function mint(address to, uint256 number, uint256 editions) external {
        _mint(to, number, editions, "");
    }
}

/// ERC721A, whose owners are found by looking back through the batch.
contract Series is ERC721A {
    string private base;

    constructor(string memory base_) ERC721A("Series", "SERIES") {
        base = base_;
    }

    function mint(address to, uint256 quantity) external {
        _mint(to, quantity);
    }

    function _baseURI() internal view override returns (string memory) {
        return base;
    }
}
