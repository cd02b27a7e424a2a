# 界面上出现的全部文字（简体中文）；键与英文目录完全相同。

## Words on a label

untitled = 无题
artist-unknown = 作者不详
size-flat = { $width } × { $height } 厘米
size-deep = { $width } × { $height } × { $depth } 厘米
size-unknown = 尺寸不详
editions = { $count } 版
owner = 持有人
owners = 持有人
owners-more = 另有 { $count } 位持有人
owner-unknown = 无持有人记录
curated-by = 策展：{ $name }

## Evidence: who says so, how strongly, as of when

evidence = 证据
evidence-claimed = 声称
evidence-attested = 签证
evidence-reported = 单方回报
evidence-agreed = 多方一致
evidence-proven = 已证明
evidence-final = 最终确定
evidence-claimed-meaning = 仅有一份文件如此记载，别无佐证。
evidence-attested-meaning = 由具名的签发者签署的记录为证。
evidence-reported-meaning = 链上一个节点在某一区块如此回报。
evidence-agreed-meaning = 多个彼此独立的节点在同一区块给出相同回答。
evidence-proven-meaning = 本程序在经证明的链上状态中运行合约自身的代码而得出；所依区块头为多个节点所公认。
evidence-final-meaning = 以同样方式证明，且所依区块头已由该链最终确定。
evidence-claimed-says = 据{ $by }，截至 { $date }。别无佐证。
evidence-claimed-undated-says = 据{ $by }，未注明日期。别无佐证。
evidence-attested-says = { $by } 于 { $date } 签署的记录为证。
evidence-reported-says = { $by } 于区块 { $block }（{ $date }）如此回报，未询问其他节点。
evidence-agreed-says = { $asked } 个独立节点中有 { $count } 个于区块 { $block }（{ $date }）给出相同回答。
evidence-proven-says = 本程序在区块 { $block }（{ $date }）经证明的状态中运行合约自身的代码而得出。
evidence-final-says = 本程序在已最终确定的区块 { $block }（{ $date }）的状态中运行合约自身的代码而得出。
evidence-stale = 此记录距今已 { $days } 天，持有情况或已变更。
evidence-as-of = { $level }，{ $date }
evidence-undated = 未注明日期
block = 区块 { $number }

## Bytes: how firmly the picture is tied to the token

bytes = 文件
bytes-mutable = 可变
bytes-hashed = 有散列值
bytes-content-addressed = 内容寻址
bytes-on-chain = 在链上
bytes-mutable-meaning = 服务器的管理者可以替换此文件。
bytes-hashed-meaning = 元数据中的散列值唯一指定此文件。
bytes-content-addressed-meaning = 地址由文件内容得出，每一数据块均已核对。
bytes-on-chain-meaning = 文件存于合约自身的状态之中。

## The panel about a work

artist = 作者
description = 作品说明
collection = 系列
medium = 媒介
size = 尺寸
year = 年份
traits = 特征
token = 代币
contract = 合约
chain = 链
links = 链接
panel-file = { $mime }，{ $width } × { $height } 像素
panel-close = 关闭
work-missing = 此作品未能展出
caption-more = 回车键：详情
caption-more-touch = 轻点：详情

## On the walls

directory = 本次展览
section-works = { $count } 件作品

## The plan

plan = 平面图
plan-here = 您在此处
plan-work = 作品
plan-entrance = 入口
plan-hall = 大厅
plan-room = 展厅 { $number }
plan-hint = 方向键选择展厅 · 回车键前往 · Esc 关闭
plan-hint-touch = 轻点展厅即可前往

## The tour

tour = 导览
tour-on = 导览：第 { $at } 件，共 { $of } 件
tour-stop = 结束导览

## Controls

help = 帮助
help-title = 参观指引
help-look = 环顾
help-look-keys = 拖动
help-walk = 行走
help-walk-keys = W A S D 或方向键
help-hurry = 快步
help-hurry-keys = Shift
help-go = 前往某处
help-go-keys = 点击地面
help-stand = 站到作品前
help-stand-keys = 点击作品
help-next = 下一件、上一件作品
help-next-keys = N、P
help-approach = 阅读作品资料
help-approach-keys = 回车键
help-plan = 平面图
help-plan-keys = M
help-tour = 导览
help-tour-keys = T
help-language = English / 中文
help-language-keys = L
help-back = 返回
help-back-keys = Esc
help-look-touch = 滑动
help-go-touch = 轻点地面
help-stand-touch = 轻点作品
help-approach-touch = 轻点说明条
hint-mouse = 拖动以环顾 · 点击地面行走 · 点击作品站到它面前
hint-keys = WASD 行走 · N 与 P 下一件与上一件 · M 平面图 · T 导览 · Esc 返回
hint-touch = 滑动以环顾 · 轻点地面行走
hint-touch-works = 轻点作品站到它面前
language-other = English

## What can go wrong

notice-device-lost = 图形设备停止响应，正在重新布置展厅。
notice-device-gone = 图形设备停止响应且未能恢复。请关闭窗口后重新打开展览；展览内容并无损失。
notice-work-failed = 有一件作品未能载入：{ $reason }
