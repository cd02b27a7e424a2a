// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// A ledger and a market as CryptoPunks have them, without any standard.
contract PunksLedger {
    struct Offer {
        bool isForSale;
        uint256 punkIndex;
        address seller;
        uint256 minValue;
        address onlySellTo;
    }

    mapping(uint256 => address) public punkIndexToAddress;
    mapping(address => uint256) public balanceOf;
    mapping(uint256 => Offer) public punksOfferedForSale;
    mapping(address => uint256) public pendingWithdrawals;

    event Assign(address indexed to, uint256 punkIndex);
    event Transfer(address indexed from, address indexed to, uint256 value);
    event PunkTransfer(address indexed from, address indexed to, uint256 punkIndex);
    event PunkOffered(uint256 indexed punkIndex, uint256 minValue, address indexed toAddress);
    event PunkBought(uint256 indexed punkIndex, uint256 value, address indexed fromAddress, address indexed toAddress);
    event PunkNoLongerForSale(uint256 indexed punkIndex);

    function assign(address to, uint256 index) external {
        require(index < 10000 && punkIndexToAddress[index] == address(0));
        punkIndexToAddress[index] = to;
        balanceOf[to]++;
        emit Assign(to, index);
    }

    function transferPunk(address to, uint256 index) external {
        require(punkIndexToAddress[index] == msg.sender);
        move(msg.sender, to, index);
        emit Transfer(msg.sender, to, 1);
        emit PunkTransfer(msg.sender, to, index);
    }

    function offerPunkForSale(uint256 index, uint256 minValue) external {
        require(punkIndexToAddress[index] == msg.sender);
        punksOfferedForSale[index] = Offer(true, index, msg.sender, minValue, address(0));
        emit PunkOffered(index, minValue, address(0));
    }

    function buyPunk(uint256 index) external payable {
        Offer memory offer = punksOfferedForSale[index];
        require(offer.isForSale && msg.value >= offer.minValue && offer.seller == punkIndexToAddress[index]);
        move(offer.seller, msg.sender, index);
        emit Transfer(offer.seller, msg.sender, 1);
        punksOfferedForSale[index] = Offer(false, index, msg.sender, 0, address(0));
        emit PunkNoLongerForSale(index);
        pendingWithdrawals[offer.seller] += msg.value;
        emit PunkBought(index, msg.value, offer.seller, msg.sender);
    }

    function move(address from, address to, uint256 index) private {
        punkIndexToAddress[index] = to;
        balanceOf[from]--;
        balanceOf[to]++;
    }
}
