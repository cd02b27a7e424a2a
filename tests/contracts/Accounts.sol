// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// The registry of ERC-6551: an account for every token, at an address that follows from
/// the token.
contract AccountRegistry {
    error AccountCreationFailed();

    event ERC6551AccountCreated(
        address account,
        address indexed implementation,
        bytes32 salt,
        uint256 chainId,
        address indexed tokenContract,
        uint256 indexed tokenId
    );

    function createAccount(address implementation, bytes32 salt, uint256 chainId, address tokenContract, uint256 tokenId) external returns (address made) {
        made = account(implementation, salt, chainId, tokenContract, tokenId);
        if (made.code.length > 0) return made;
        bytes memory code = creation(implementation, salt, chainId, tokenContract, tokenId);
        assembly {
            made := create2(0, add(code, 32), mload(code), salt)
        }
        if (made == address(0)) revert AccountCreationFailed();
        emit ERC6551AccountCreated(made, implementation, salt, chainId, tokenContract, tokenId);
    }

    function account(address implementation, bytes32 salt, uint256 chainId, address tokenContract, uint256 tokenId) public view returns (address) {
        bytes32 hash = keccak256(creation(implementation, salt, chainId, tokenContract, tokenId));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, hash)))));
    }

    /// An ERC-1167 clone with four words behind it.
    function creation(address implementation, bytes32 salt, uint256 chainId, address tokenContract, uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodePacked(
            hex"3d60ad80600a3d3981f3363d3d373d3d3d363d73",
            implementation,
            hex"5af43d82803e903d91602b57fd5bf3",
            abi.encode(salt, chainId, tokenContract, tokenId)
        );
    }
}

/// An account that the holder of its token controls.
contract TokenAccount {
    uint256 public state;

    receive() external payable {}

    /// From the end of its own code.
    function token() public view returns (uint256 chainId, address tokenContract, uint256 tokenId) {
        bytes memory footer = new bytes(0x60);
        assembly {
            extcodecopy(address(), add(footer, 0x20), 0x4d, 0x60)
        }
        return abi.decode(footer, (uint256, address, uint256));
    }

    function owner() public view returns (address) {
        (uint256 chainId, address tokenContract, uint256 tokenId) = token();
        return chainId == block.chainid ? IERC721(tokenContract).ownerOf(tokenId) : address(0);
    }

    function isValidSigner(address signer, bytes calldata) external view returns (bytes4) {
        return signer == owner() ? this.isValidSigner.selector : bytes4(0);
    }

    function execute(address to, uint256 value, bytes calldata data, uint8 operation) external payable returns (bytes memory) {
        require(msg.sender == owner() && operation == 0, "not the owner");
        state++;
        (bool done, bytes memory result) = to.call{value: value}(data);
        require(done, "the call failed");
        return result;
    }

    function onERC721Received(address, address, uint256, bytes calldata) external pure returns (bytes4) {
        return this.onERC721Received.selector;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x6faff5f1 || id == 0x51945447;
    }
}
