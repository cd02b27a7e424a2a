// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721URIStorage} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721URIStorage.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC721Burnable} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Burnable.sol";
import {ERC1155Burnable} from "@openzeppelin/contracts/token/ERC1155/extensions/ERC1155Burnable.sol";
import {ERC1155Supply} from "@openzeppelin/contracts/token/ERC1155/extensions/ERC1155Supply.sol";
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

/// ERC-721 whose metadata changes with a word in the log (ERC-4906), and whose tokens
/// may be burnt.
contract Changing is ERC721URIStorage, ERC721Burnable {
    constructor() ERC721("Changing", "CHANGE") {}

    function mint(address to, uint256 number, string calldata uri) external {
        _mint(to, number);
        _setTokenURI(number, uri);
    }

    function change(uint256 number, string calldata uri) external {
        _setTokenURI(number, uri);
    }

    function changeAll(uint256 first, uint256 last) external {
        emit BatchMetadataUpdate(first, last);
    }

    function tokenURI(uint256 number) public view override(ERC721, ERC721URIStorage) returns (string memory) {
        return super.tokenURI(number);
    }

    function supportsInterface(bytes4 id) public view override(ERC721, ERC721URIStorage) returns (bool) {
        return super.supportsInterface(id);
    }
}

/// ERC-1155 that counts its editions, and whose editions may be burnt.
contract Editions is ERC1155Supply, ERC1155Burnable {
    constructor(string memory uri) ERC1155(uri) {}

    function mint(address to, uint256 number, uint256 editions) external {
        _mint(to, number, editions, "");
    }

    function mintBatch(address to, uint256[] calldata numbers, uint256[] calldata editions) external {
        _mintBatch(to, numbers, editions, "");
    }

    function _update(address from, address to, uint256[] memory numbers, uint256[] memory editions) internal override(ERC1155, ERC1155Supply) {
        super._update(from, to, numbers, editions);
    }
}

/// ERC-721 of which many tokens come at once, each with a slot of its own.
contract Many is ERC721 {
    constructor() ERC721("Many", "MANY") {}

    function mint(address to, uint256 first, uint256 count) external {
        for (uint256 number = first; number < first + count; number++) _mint(to, number);
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        return 'data:application/json,{"name":"One of many","image":"data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\' width=\'3\' height=\'4\'><rect width=\'3\' height=\'4\' fill=\'%23c42\'/></svg>"}';
    }
}
