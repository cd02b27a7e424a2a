// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC2981} from "@openzeppelin/contracts/token/common/ERC2981.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";

/// Pictures and attributes as CryptopunksData has them.
contract PunksData {
    function punkImageSvg(uint16 index) external pure returns (string memory) {
        require(index < 10000);
        return 'data:image/svg+xml;utf8,<svg xmlns="http://www.w3.org/2000/svg" version="1.2" viewBox="0 0 24 24"><rect x="6" y="6" width="12" height="12" shape-rendering="crispEdges" fill="#ea8c8aff"/></svg>';
    }

    function punkAttributes(uint16) external pure returns (string memory) {
        return "Ape, Knitted Cap, Small Shades";
    }
}

/// Instructions for a drawing as Autoglyphs return them.
contract Glyphs {
    function tokenURI(uint256) external pure returns (string memory) {
        return "data:text/plain;charset=utf-8,.O+X%0A|-\\/%0A#.#.%0A....%0A";
    }

    function ownerOf(uint256) external view returns (address) {
        return address(this);
    }
}

/// A registrar of names without any metadata.
contract Registrar {
    function ownerOf(uint256) external view returns (address) {
        return address(this);
    }
}

/// What remembers the names that it wrapped.
contract Wrapper {
    mapping(bytes32 => bytes) public names;

    function remember(bytes32 node, bytes calldata name) external {
        names[node] = name;
    }
}

/// A work and a document beside it, as Zora's media contract has them.
contract Media {
    mapping(uint256 => string) public tokenURI;
    mapping(uint256 => string) public tokenMetadataURI;

    function mint(uint256 number, string calldata uri, string calldata metadata) external {
        tokenURI[number] = uri;
        tokenMetadataURI[number] = metadata;
    }

    function ownerOf(uint256) external view returns (address) {
        return address(this);
    }
}

/// ERC-721 in which all tokens share one template.
contract Template is ERC721 {
    string private template;

    constructor(string memory template_) ERC721("Template", "TPL") {
        template = template_;
        _mint(msg.sender, 255);
    }

    function tokenURI(uint256) public view override returns (string memory) {
        return template;
    }
}

/// A contract that returns a bytes32 where a string belongs.
contract Short {
    function tokenURI(uint256) external pure returns (bytes32) {
        return "/";
    }

    function ownerOf(uint256) external view returns (address) {
        return address(this);
    }
}

/// ERC-721 whose `tokenURI` always reverts, beside a `baseURI` that answers.
contract Reverting is ERC721 {
    string public baseURI;

    constructor(string memory base) ERC721("Reverting", "REV") {
        baseURI = base;
        _mint(msg.sender, 1);
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        revert("not today");
    }
}

/// ERC-721 that says yes to every interface.
contract YesToAll is ERC721 {
    constructor() ERC721("Yes", "YES") {
        _mint(msg.sender, 1);
    }

    function supportsInterface(bytes4) public pure override returns (bool) {
        return true;
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        return 'data:application/json,{"name":"Yes","image":"<svg xmlns=\'http://www.w3.org/2000/svg\' width=\'4\' height=\'4\'/>"}';
    }
}

/// ERC-721 that says it is ERC-1155.
contract NotWhatItSays is ERC721 {
    constructor() ERC721("Not", "NOT") {
        _mint(msg.sender, 1);
    }

    function supportsInterface(bytes4 id) public pure override returns (bool) {
        return id == 0x01ffc9a7 || id == 0xd9b67a26;
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        return 'data:application/json,{"name":"Not","image":"<svg xmlns=\'http://www.w3.org/2000/svg\' width=\'4\' height=\'4\'/>"}';
    }
}

/// ERC-721 with ERC-7572, ERC-2981, ERC-5192 and ERC-4906.
contract Whole is ERC721, ERC2981, IERC4906 {
    string private base;
    string public contractURI;

    constructor(string memory base_, string memory contractURI_, address receiver) ERC721("Name", "SYM") {
        base = base_;
        contractURI = contractURI_;
        _setDefaultRoyalty(receiver, 750);
        for (uint256 number = 1; number <= 6; number++) {
            _mint(msg.sender, number);
        }
    }

    function _baseURI() internal view override returns (string memory) {
        return base;
    }

    function locked(uint256 number) external view returns (bool) {
        _requireOwned(number);
        return number == 2;
    }

    function tell(uint256 number) external {
        emit MetadataUpdate(number);
    }

    function tellRange(uint256 first, uint256 last) external {
        emit BatchMetadataUpdate(first, last);
    }

    function supportsInterface(bytes4 id) public view override(ERC721, ERC2981, IERC165) returns (bool) {
        return id == 0xb45a3c0e || id == 0x49064906 || super.supportsInterface(id);
    }
}
