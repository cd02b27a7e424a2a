// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// Calls that look beyond their own storage, at other accounts, at older blocks and at
/// what the machine computes for them; the token's number chooses which. What is found
/// is answered as the owner's address, cut to its length.
contract Reaches {
    address private immutable other;

    constructor(address other_) {
        other = other_;
    }

    function ownerOf(uint256 number) external view returns (address) {
        return address(uint160(word(number)));
    }

    function word(uint256 number) private view returns (uint256) {
        address nobody = address(uint160(uint256(keccak256("nobody"))));
        if (number == 0) return uint256(blockhash(block.number - 1));
        if (number == 1) return uint256(blockhash(block.number));
        if (number == 2) return other.balance;
        if (number == 3) return nobody.balance;
        if (number == 4) return uint256(other.codehash);
        if (number == 5) return uint256(nobody.codehash);
        if (number == 6) return other.code.length;
        if (number == 7) return nobody.code.length;
        if (number == 8) return uint256(keccak256(other.code));
        if (number == 9) return address(this).balance;
        if (number == 10) return msg.sender.balance;
        if (number == 11) return uint160(ecrecover(keccak256("x"), 27, bytes32(uint256(1)), bytes32(uint256(1))));
        if (number == 12) return uint256(sha256("x"));
        if (number == 13) return uint160(ripemd160("x"));
        // 3 to the 5th modulo 7.
        if (number == 14) return machine(5, abi.encodePacked(uint256(1), uint256(1), uint256(1), uint8(3), uint8(5), uint8(7)));
        // The generator of alt_bn128, twice.
        if (number == 15) return machine(6, abi.encode(1, 2, 1, 2));
        if (number == 16) return machine(9, abi.encodePacked(uint32(12), new bytes(209)));
        // The sum of two points at infinity of BLS12-381, since Prague.
        if (number == 17) return machine(0x0b, new bytes(256));
        // Nothing is verified by P-256, since Osaka.
        if (number == 18) return machine(0x100, new bytes(160));
        if (number == 19) return IOwner(other).ownerOf(1) == address(0) ? 0 : 1;
        if (number == 20) return machineless(nobody);
        // What a transaction touches in any case, and so no access list names.
        if (number == 21) return block.coinbase.balance;
        if (number == 22) return tx.origin.balance;
        if (number == 23) return address(2).balance;
        if (number == 24) return address(2).code.length;
        revert("nothing to reach");
    }

    /// The last word that a precompiled contract answers.
    function machine(uint160 which, bytes memory input) private view returns (uint256 last) {
        (bool done, bytes memory output) = address(which).staticcall(input);
        require(done, "the machine refuses");
        for (uint256 i = 0; i < output.length; i++) {
            last = (last << 8) | uint8(output[i]);
        }
    }

    function machineless(address nobody) private view returns (uint256) {
        (bool done, bytes memory output) = nobody.staticcall("anything");
        return (done ? 2 : 1) + output.length;
    }
}

interface IOwner {
    function ownerOf(uint256) external view returns (address);
}

/// Answers that are none, or that cost too much; the token's number chooses which.
contract Odd {
    error NotToday(uint256 number, string why);

    uint256 private written;
    mapping(uint256 => uint256) private many;

    function ownerOf(uint256 number) external returns (address) {
        if (number == 0) empty(0);
        if (number == 1) empty(31);
        if (number == 2) empty(1 << 20);
        if (number == 3) revert NotToday(number, "closed");
        if (number == 4) assembly { invalid() }
        if (number == 5) revert();
        if (number == 6) while (true) {}
        if (number == 7) spend(20_000);
        if (number == 8) read(400);
        if (number == 9) return this.ownerOf(9);
        // More than an address is long.
        if (number == 10) assembly {
            mstore(0, not(0))
            return(0, 32)
        }
        // A call that writes: `eth_call` forgets it, a static call refuses it.
        if (number == 11) written++;
        if (number == 12) assembly { tstore(0, add(tload(0), 1)) }
        if (number == 13) return address(new Empty());
        if (number == 14) panic(0);
        if (number == 15) long();
        return address(uint160(0xdead));
    }

    function empty(uint256 length) private pure {
        assembly {
            return(0, length)
        }
    }

    function spend(uint256 turns) private pure {
        bytes32 hash;
        for (uint256 i = 0; i < turns; i++) hash = keccak256(abi.encode(hash));
    }

    function read(uint256 slots) private view {
        uint256 sum;
        for (uint256 i = 0; i < slots; i++) sum += many[i];
        require(sum == 0);
    }

    function panic(uint256 zero) private pure {
        require(1 / zero == 0);
    }

    function long() private pure {
        revert(string(new bytes(100_000)));
    }
}

contract Empty {}
