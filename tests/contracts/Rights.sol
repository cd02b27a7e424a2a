// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// ERC-4907: somebody else may use a token for a time.
contract Lent is ERC721 {
    struct Use {
        address user;
        uint64 expires;
    }

    mapping(uint256 => Use) private uses;

    event UpdateUser(uint256 indexed tokenId, address indexed user, uint64 expires);

    constructor() ERC721("Lent", "LENT") {}

    function mint(address to, uint256 number) external {
        _mint(to, number);
    }

    function setUser(uint256 number, address user, uint64 expires) external {
        _checkAuthorized(ownerOf(number), msg.sender, number);
        uses[number] = Use(user, expires);
        emit UpdateUser(number, user, expires);
    }

    function userOf(uint256 number) external view returns (address) {
        return uses[number].expires >= block.timestamp ? uses[number].user : address(0);
    }

    function userExpires(uint256 number) external view returns (uint256) {
        return uses[number].expires;
    }

    function supportsInterface(bytes4 id) public view override returns (bool) {
        return id == 0xad092b5c || super.supportsInterface(id);
    }
}

/// ERC-5192: a token that is locked stays where it is.
contract Bound is ERC721 {
    mapping(uint256 => bool) private free;

    event Locked(uint256 tokenId);
    event Unlocked(uint256 tokenId);

    constructor() ERC721("Bound", "BOUND") {}

    function mint(address to, uint256 number) external {
        _mint(to, number);
        emit Locked(number);
    }

    function unlock(uint256 number) external {
        free[number] = true;
        emit Unlocked(number);
    }

    function locked(uint256 number) external view returns (bool) {
        _requireOwned(number);
        return !free[number];
    }

    function _update(address to, uint256 number, address auth) internal override returns (address from) {
        from = super._update(to, number, auth);
        require(from == address(0) || free[number], "locked");
    }

    function supportsInterface(bytes4 id) public view override returns (bool) {
        return id == 0xb45a3c0e || super.supportsInterface(id);
    }
}

/// Delegations as delegate.xyz's registry has them in its second version.
contract DelegateRegistry {
    enum DelegationType {
        NONE,
        ALL,
        CONTRACT,
        ERC721,
        ERC20,
        ERC1155
    }

    struct Delegation {
        DelegationType type_;
        address to;
        address from;
        bytes32 rights;
        address contract_;
        uint256 tokenId;
        uint256 amount;
    }

    mapping(bytes32 => Delegation) private delegations;
    mapping(address => bytes32[]) private outgoing;
    mapping(address => bytes32[]) private incoming;

    event DelegateAll(address indexed from, address indexed to, bytes32 rights, bool enable);
    event DelegateContract(address indexed from, address indexed to, address indexed contract_, bytes32 rights, bool enable);
    event DelegateERC721(address indexed from, address indexed to, address indexed contract_, uint256 tokenId, bytes32 rights, bool enable);
    event DelegateERC1155(address indexed from, address indexed to, address indexed contract_, uint256 tokenId, bytes32 rights, uint256 amount);

    function delegateAll(address to, bytes32 rights, bool enable) external payable returns (bytes32) {
        emit DelegateAll(msg.sender, to, rights, enable);
        return write(Delegation(DelegationType.ALL, to, msg.sender, rights, address(0), 0, enable ? 1 : 0));
    }

    function delegateContract(address to, address contract_, bytes32 rights, bool enable) external payable returns (bytes32) {
        emit DelegateContract(msg.sender, to, contract_, rights, enable);
        return write(Delegation(DelegationType.CONTRACT, to, msg.sender, rights, contract_, 0, enable ? 1 : 0));
    }

    function delegateERC721(address to, address contract_, uint256 tokenId, bytes32 rights, bool enable) external payable returns (bytes32) {
        emit DelegateERC721(msg.sender, to, contract_, tokenId, rights, enable);
        return write(Delegation(DelegationType.ERC721, to, msg.sender, rights, contract_, tokenId, enable ? 1 : 0));
    }

    function delegateERC1155(address to, address contract_, uint256 tokenId, bytes32 rights, uint256 amount) external payable returns (bytes32) {
        emit DelegateERC1155(msg.sender, to, contract_, tokenId, rights, amount);
        return write(Delegation(DelegationType.ERC1155, to, msg.sender, rights, contract_, tokenId, amount));
    }

    function checkDelegateForAll(address to, address from, bytes32 rights) public view returns (bool) {
        return amount(DelegationType.ALL, to, from, rights, address(0), 0) > 0;
    }

    function checkDelegateForContract(address to, address from, address contract_, bytes32 rights) public view returns (bool) {
        return checkDelegateForAll(to, from, rights) || amount(DelegationType.CONTRACT, to, from, rights, contract_, 0) > 0;
    }

    function checkDelegateForERC721(address to, address from, address contract_, uint256 tokenId, bytes32 rights) external view returns (bool) {
        return checkDelegateForContract(to, from, contract_, rights)
            || amount(DelegationType.ERC721, to, from, rights, contract_, tokenId) > 0;
    }

    function checkDelegateForERC1155(address to, address from, address contract_, uint256 tokenId, bytes32 rights) external view returns (uint256) {
        if (checkDelegateForContract(to, from, contract_, rights)) return type(uint256).max;
        return amount(DelegationType.ERC1155, to, from, rights, contract_, tokenId);
    }

    function getOutgoingDelegations(address from) external view returns (Delegation[] memory) {
        return enabled(outgoing[from]);
    }

    function getIncomingDelegations(address to) external view returns (Delegation[] memory) {
        return enabled(incoming[to]);
    }

    /// What is delegated with all rights, or with just these.
    function amount(DelegationType type_, address to, address from, bytes32 rights, address contract_, uint256 tokenId) private view returns (uint256) {
        uint256 whole = delegations[key(type_, to, from, "", contract_, tokenId)].amount;
        uint256 part = delegations[key(type_, to, from, rights, contract_, tokenId)].amount;
        return whole > part ? whole : part;
    }

    function key(DelegationType type_, address to, address from, bytes32 rights, address contract_, uint256 tokenId) private pure returns (bytes32) {
        return keccak256(abi.encode(type_, to, from, rights, contract_, tokenId));
    }

    function write(Delegation memory delegation) private returns (bytes32 hash) {
        hash = key(delegation.type_, delegation.to, delegation.from, delegation.rights, delegation.contract_, delegation.tokenId);
        if (delegations[hash].type_ == DelegationType.NONE) {
            outgoing[delegation.from].push(hash);
            incoming[delegation.to].push(hash);
        }
        delegations[hash] = delegation;
    }

    function enabled(bytes32[] storage hashes) private view returns (Delegation[] memory found) {
        found = new Delegation[](hashes.length);
        uint256 count = 0;
        for (uint256 i = 0; i < hashes.length; i++) {
            if (delegations[hashes[i]].amount > 0) found[count++] = delegations[hashes[i]];
        }
        assembly {
            mstore(found, count)
        }
    }
}
