// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// ERC-721 whose owner writes any token to anybody, without a word in the log.
contract Rewritable is ERC721, Ownable {
    mapping(uint256 => address) private rewritten;

    constructor() ERC721("Rewritable", "RW") Ownable(msg.sender) {}

    function mint(address to, uint256 number) external {
        _mint(to, number);
    }

    function rewrite(uint256 number, address to) external onlyOwner {
        rewritten[number] = to;
    }

    function ownerOf(uint256 number) public view override returns (address) {
        return rewritten[number] == address(0) ? super.ownerOf(number) : rewritten[number];
    }
}

/// ERC-721 that names no owner while it is paused, and forgets none.
contract Pausing is ERC721 {
    bool private paused;

    constructor() ERC721("Pausing", "PAUSE") {}

    function mint(address to, uint256 number) external {
        _mint(to, number);
    }

    function pause() external {
        paused = true;
    }

    function ownerOf(uint256 number) public view override returns (address) {
        require(!paused, "paused");
        return super.ownerOf(number);
    }
}

/// An owner that follows from the circumstances of the call; the token's number chooses
/// which.
contract Circumstance {
    function ownerOf(uint256 number) external view returns (address) {
        return address(uint160(word(number)));
    }

    function word(uint256 number) private view returns (uint256) {
        if (number == 0) return block.timestamp;
        if (number == 1) return block.number;
        if (number == 2) return uint160(msg.sender);
        if (number == 3) return uint160(tx.origin);
        if (number == 4) return block.basefee;
        if (number == 5) return uint160(address(block.coinbase));
        if (number == 6) return block.prevrandao;
        if (number == 7) return block.gaslimit;
        if (number == 8) return block.chainid;
        if (number == 9) return block.blobbasefee;
        if (number == 10) return tx.gasprice;
        if (number == 11) return gasleft();
        if (number == 12) return uint256(blobhash(0));
        revert("no such circumstance");
    }
}

/// Which slot is read follows from the circumstances, so that whoever asks in other ones
/// learns of other slots.
contract Shifting {
    mapping(uint256 => address) private byCaller;
    mapping(uint256 => address) private byGas;

    function write(uint256 place, address to) external {
        byCaller[place] = to;
        byGas[place] = to;
    }

    function ownerOf(uint256 number) external view returns (address) {
        if (number == 0) return byCaller[uint160(msg.sender) % 2];
        if (number == 1) return byCaller[uint160(tx.origin) % 2];
        if (number == 2) return byGas[gasleft() % 64];
        if (number == 3) return byGas[tx.gasprice == 0 ? 0 : 1];
        revert("no such token");
    }
}

/// A contract that ends when anybody says so. Before Cancun its code is gone then; since,
/// only what is made and ended in one transaction is.
contract Mortal {
    address private holder;

    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);

    constructor() {
        holder = msg.sender;
        emit Transfer(address(0), msg.sender, 1);
    }

    function ownerOf(uint256) external view returns (address) {
        return holder;
    }

    function end() external {
        selfdestruct(payable(msg.sender));
    }
}

/// Makes a mortal and ends it in the same transaction, or lets it live; the address is
/// the same each time.
contract Nest {
    event Hatched(address mortal);

    function hatch(bool lives) external {
        Mortal mortal = new Mortal{salt: 0}();
        emit Hatched(address(mortal));
        if (!lives) mortal.end();
    }
}
