# 界面上出现的全部文字（简体中文）；键与英文目录完全相同。

## Words on a label

untitled = 无题
title-and-artist = { $title }，{ $artist }
artist-unknown = 作者不详
size-flat = { $width } × { $height } 厘米
size-deep = { $width } × { $height } × { $depth } 厘米
size-model = { $width } × { $height } × { $depth } 厘米（按模型自身尺寸）
size-unknown = 尺寸不详
editions = { $count } 版
owner = 持有人
owners = 持有人
owners-more = 另有 { $count } 位持有人
owner-unknown = 无持有人记录
owner-unnamed = 合约未指明持有人
kind-film = 影像，{ $duration }
kind-film-heard = 有声影像，{ $duration }
kind-sound = 声音，{ $duration }
kind-code = 运行时作画的程序
not-here-film = 此版本的程序不放映影像。
not-here-sound = 此版本的程序不播放声音。
not-here-code = 程序类作品只在浏览器的隔离环境中运行。
curated-by = 策展：{ $name }

## What a lender asks to be shown, and what a contract says of a sale

provided-by = 提供机构：
rights = 权利声明：
royalty = 版税
royalty-says = 转售时按价款的 { $percent }% 归于
binding = 转让
binding-locked = 与持有人绑定：合约不允许转让。
binding-free = 合约允许持有人转让。

## Evidence: who says so, how strongly, as of when

right-user = 使用权
right-user-says = 至 { $date } 止，可由以下账户使用：
right-delegate = 委托
right-delegate-says = 持有者允许以下账户代其行事：
right-controller = 持有账户的控制者
right-controller-says = 持有者是另一代币的账户。经 { $count } 层此类账户，最终控制者为：
right-supply = 版数
right-supply-says = 共 { $count } 版。
right-name = 名称
right-name-says = { $name }，此名称可反查至：
right-upgradeable = 合约代码
right-upgradeable-says = 合约代码可被替换，其所述一切亦随之可变；有权替换者：
right-upgradeable-owner-says = 合约代码可被替换，其所述一切亦随之可变；何人可以替换由其代码自定；合约所有者为：
right-upgradeable-unknown-says = 合约代码可被替换，其所述一切亦随之可变；由谁替换不得而知。
right-plain-code-says = 本程序所查的各类可替换代码，在此合约中均未发现。
naming = 元数据
naming-says = 此处所示的元数据由合约自身指明。
naming-elsewhere-says = 元数据的所在由合约自身指明。
naming-made-says = 此处所示由合约的各项回答拼合而成。
called = 系列名称
called-document-says = 系列名称出自合约自身所存的文档。
called-elsewhere-says = 合约自身指明其文档；系列名称取自所存的副本。
called-name-says = 系列名称由合约自身给出。
called-symbol-says = 系列以其合约的代号称之。

evidence = 证据
evidence-claimed = 声称
evidence-attested = 签证
evidence-reported = 单方回报
evidence-agreed = 多方一致
evidence-proven = 已证明
evidence-final = 最终确定
evidence-claimed-says = 据 { $by }，截至 { $date }。别无佐证。
evidence-claimed-undated-says = 据 { $by }，未注明日期。别无佐证。
evidence-attested-says = { $by } 于 { $date } 签署的记录为证。
evidence-standing-until-it-ends = 该记录未指明签发者的撤回名单。
evidence-standing-unchecked = 无法查明签发者是否已撤回此记录。
evidence-standing-stands = 据签发者 { $date } 的名单，此记录未被撤回。
evidence-standing-stood = 据签发者 { $date } 的名单（已过期），此记录当时未被撤回。
evidence-expires = 有效期至 { $date }。
evidence-expired = 有效期至 { $date }，现已失效。
authorship = 作者
authorship-says = 记录所载作者为 { $name }。
evidence-reported-says = { $by } 于区块 { $block }（{ $date }）如此回报，尚无足够的其他节点证实。
evidence-agreed-says = { $asked } 个独立节点中有 { $count } 个于区块 { $block }（{ $date }）给出相同回答。
evidence-proven-says = 本程序在区块 { $block }（{ $date }）经证明的状态中运行合约自身的代码而得出。该区块属于此链，依据的是 { $asked } 个节点中 { $count } 个的陈述：{ $by }。
evidence-final-says = 本程序在已最终确定的区块 { $block }（{ $date }）的状态中运行合约自身的代码而得出。
label-proof-stored = 存有证明，尚未在此核验
label-proof-unstored = 称有证明而未予存留：仅为声称
label-proof-refused = 其证明在此处不成立：仅为声称
label-proof-stored-says = 存有证明，以示合约自身的代码在区块 { $block }（{ $date }）的状态中得出此结果；尚未在此运行。该区块属于此链，依据的是 { $asked } 个节点中 { $count } 个的陈述：{ $by }。
label-proof-unstored-says = 展览称此于区块 { $block }（{ $date }）已获证明，却未存有可供核验的内容。别无佐证。
label-proof-refused-says = 展览称此于区块 { $block }（{ $date }）已获证明，而其证明在此处不成立。别无佐证。
label-endpoints-refused = 所列节点不合其级别的要求：仅为声称
label-endpoints-refused-says = 展览称有节点于区块 { $block }（{ $date }）一致，而所列节点与此不合：或数目不足，或有重复，或多于所询问者。别无佐证。
label-record-stored = 存有签名记录，尚未在此核验
label-record-unstored = 称有签证而未存签名记录：仅为声称
label-record-refused = 所存签名记录并未如此声明：仅为声称
label-record-stored-says = 存有一份记录，据称由 { $by } 于 { $date } 就此签署；其签名尚未在此核验。
label-record-unstored-says = 展览称 { $by } 于 { $date } 就此签署，却未存有任何记录。别无佐证。
label-record-refused-says = 展览称 { $by } 于 { $date } 就此签署，而所存记录均未如此声明。别无佐证。
evidence-stale = 此记录距今已 { $days } 天，持有情况或已变更。
evidence-stale-beside = 此项截至 { $days } 天前，或已变更。
evidence-as-of = { $level }，{ $date }
evidence-undated = 未注明日期
block = 区块 { $number }

## Provenance: how a work came to its owner

provenance = 流传经过
provenance-mint = 铸造，归 { $to }
provenance-transfer = 由 { $from } 转至 { $to }
provenance-burn = 由 { $from } 销毁
provenance-held-days = 持有 { $count } 天
provenance-held-months = 持有 { $count } 个月
provenance-held-years = 持有 { $count } 年
provenance-more = 另有 { $count } 次易手未列于此。
provenance-unwhole = 所得记录中没有铸造一项，此前或另有经过。
provenance-broken = 前后未能相接；各步单独看：{ $level }
provenance-astray = 上述易手并不通向此处所示的持有人：其中或有缺漏，或所述不实。
provenance-mark = { $mark } 该步存有其区块中的收据，由“enfilade check”核验。
provenance-picture = 本作自 { $first } 至 { $last } 历经之手，按时间比例绘制
provenance-says-reported = 据 { $by } 所述，截至区块 { $block }（{ $date }）。
provenance-says-agreed = { $asked } 个节点中有 { $count } 个所述相同，截至区块 { $block }（{ $date }）。
provenance-stored = 存有证明，由“enfilade check”核验
provenance-says-proven = 所列每一步均存有其区块中的收据作为证明；查至区块 { $block }（{ $date }）。

## Bytes: how firmly the picture is tied to the token

bytes = 文件
bytes-mutable = 可变
bytes-hashed = 有散列值
bytes-content-addressed = 内容寻址
bytes-on-chain = 在链上
bytes-mutable-meaning = 保管此文件的人可以替换它。
bytes-hashed-meaning = 元数据中的散列值唯一指定此文件。
bytes-content-addressed-meaning = 地址由文件内容得出，每一数据块均已核对。
bytes-on-chain-meaning = 文件存于合约自身的状态之中。
bytes-on-chain-told = 据所得回答，文件存于合约自身的状态之中；此处未存有可资证明的内容。

## The panel about a work

artist = 作者
description = 作品说明
collection = 系列
medium = 媒介
size = 尺寸
year = 年份
traits = 特征
notes = 附注
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
plan-holds = { $works } 件作品，{ $rooms } 个展厅
plan-facts = 平面图 · { plan-holds } · 1:{ $scale }
plan-section-room = 展厅 { $number }，{ $works } 件作品
plan-section-rooms = 展厅 { $first }–{ $last }，{ $works } 件作品
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
help-look-keys = 拖动，或 Q E ← →
help-capture = 免按键环顾
help-capture-keys = F，按 Esc 结束
help-walk = 行走
help-walk-keys = W A S D 或 ↑ ↓
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
help-unasked = 详情自动打开，或仅手动打开
help-unasked-keys = O
help-plan = 平面图
help-plan-keys = M
help-tour = 导览
help-tour-keys = T
help-language = English / 中文
help-language-keys = L
help-sound = 关闭或打开声音
help-sound-keys = V
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
sound-off = 关闭声音
sound-on = 打开声音
panels-by-hand = 手动打开详情
panels-by-themselves = 自动打开详情
window-keys-elsewhere = 键盘已移到别处；点击此处即可继续行走。
window-too-small = 窗口太小，无法阅读；请将它放大。
language-other = English

## Why a work is missing, and what was noted about one

problem-no-such-token = 合约中没有这枚代币。
problem-no-contract = 此地址上没有合约。
problem-no-metadata-named = 合约未说明代币元数据的所在。
problem-said-by-service = 合约未指明任何元数据；此处所述来自其制作者的一项服务。
problem-no-endpoint = 本展览没有为这条链指定可供查询的节点。
problem-endpoint-silent = 该链的节点均未作答。
problem-other-chain = 所询问的节点属于另一条链。
problem-other-standard = 合约所循的标准与展览所写不同，已按合约自身的标准查询。
problem-owner-not-named = 合约未说明持有人是谁。
problem-holds-none = 策展人列出的一位持有人并未持有任何一版。
problem-holder-unreadable = 策展人列出的一位持有人，其地址不属于这条链。
problem-more-holders = 持有者多于此处所列。
problem-creator-unverified = 代币列出的创作者并未签名，未经证实。
problem-collection-unverified = 代币所称的系列并未确认收录，未经证实。
problem-endpoint-disagrees = 有一个节点与其他节点说法不一。
problem-proof-refused = 有一个节点给出的证明不成立，未予采信。
problem-block-replaced = 查询期间该链替换了这一区块；当时所述内容已无从证明。
problem-not-proven = 没有节点能证明这一点；其可信度仅止于节点的陈述。
problem-foreign-rules = 此链运行合约的方式与此处不同，故未作证明；其可信度仅止于节点的陈述。
problem-rules-assumed = 此处不知此链依何种规则运行合约；证明中按以太坊最新规则运行其合约。
problem-owner-contradicted = 有一个节点所报的持有者或版数与已证明的不同；此处显示已证明的。
problem-right-contradicted = 有一个节点所报的权利或条款与证明相矛盾，未予显示。
problem-owner-outvoted = 有一个节点所报的持有者或版数与多数节点不同；此处依多数所报显示。
problem-owner-unsettled = 各节点所报的持有者或版数不一，且没有足够多的节点说法一致；此处显示其中一种回答。
problem-metadata-contradicted = 有一个节点所报的元数据与已证明由合约指明的不同；此处显示后者。
problem-metadata-outvoted = 有一个节点所报的元数据与多数节点不同；此处依多数所报显示。
problem-collection-contradicted = 有一个节点所报的系列名称或其文档，与已证明由合约给出的不同；此处显示后者。
problem-collection-outvoted = 有一个节点所报的系列名称或其文档，与多数节点不同；此处依多数所报显示。
problem-attestation-refused = 关于此作品的一份签名记录不成立，未采用其中任何内容。
problem-status-unchecked = 无法查明签发者是否已撤回某份签名记录。
problem-provenance-broken = 查到的转移记录并不通向此处所示的持有者。
problem-provenance-unread = 作品如何到达其持有者之手，未能完整读取。
problem-name-unverified = 持有者的名称不能反查到其地址，故不显示。
problem-name-unfollowed = 持有者的名称是否反查到其地址，此处无从查明（链外记录与由上级名称代为解析的记录，此处不予追查）；该名称不予显示。
problem-accounts-in-circle = 持有者是某代币的账户，而此类账户首尾相连，互相持有对方的代币；由谁控制，无从说明。
problem-accounts-too-deep = 持有者是某代币的账户，而此类账户层层相套，多于此处所追查的层数；最终由谁控制不详。
problem-account-ownerless = 持有者是某代币的账户，而途中一件代币的合约未指明其持有者；由谁控制不详。
problem-address-unreadable = 无法辨认文件的地址。
problem-address-refused = 文件的地址在本程序不予访问之列。
problem-not-found = 在应有的位置没有找到文件。
problem-unreachable = 无法取得文件。
problem-too-slow = 文件未能及时送达。
problem-other-bytes = 网关送来的文件与代币所指的并非同一份。
problem-other-hash = 文件的哈希值与代币元数据所载不符，可能已被替换。
problem-too-large = 文件超过了本程序允许的大小。
problem-cut-off = 文件不完整，末尾有所缺失。
problem-damaged = 文件已损坏。
problem-not-what-it-claims = 文件的实际类型与其标称不符。
problem-unknown-format = 文件的类型无法识别。
problem-format-not-shown = 此类文件目前尚不能展出。
problem-film = 此作品为影像，其格式在此无法放映。
problem-sound = 此作品为声音，其格式在此无法播放。
problem-page = 送来的是一个网页，而代币并未说明其作品为网页。
problem-forbidden-content = 文件含有本程序从不打开的内容。
problem-no-document = 没有元数据：应放元数据之处，放的就是作品文件本身。
problem-metadata-elsewhere = 代币所指的元数据文档，只写明了元数据另在何处。
problem-metadata-unreadable = 无法读取代币的元数据。
problem-metadata-repaired = 代币的元数据有损坏，经修复后读取。
problem-metadata-set-aside = 代币的元数据有一部分无法读取，已略去。
problem-mixed-scripts = 名称混用了多种文字的字母，可能在冒充另一名称。
problem-no-picture-named = 代币的元数据未指明任何图像。
problem-still-in-place = 此处以静态图像代替作品本身。
problem-another-in-place = 未能取得此图像，此处以元数据所指的另一图像代替。
problem-thumbnail-in-place = 未能取得此图像，此处以其较小的缩略图代替。
problem-other-proportions = 标签所注尺寸的比例与图像不符。
problem-ownership-unreadable = 无法读取持有记录。
problem-parts-left-out = 此作品有些部分在这里从不运行、取用或绘制，故未绘出。
problem-drawing-empty = 此图是空白的：取得时即是如此。
problem-starts-empty = 此图为动态，而挂出的首帧是空白的。
problem-first-frame = 此图为动态，而这里只挂出首帧。
problem-needs-network = 此作品的程序要取用外部文件，而在这里无从取得。
problem-files-missing = 作品要取用与其同处的文件，其中有些未能取得，故在缺少它们的情况下展出。
problem-page-unasked = 地址并未说明那里是网页；此处运行的是服务器送来的页面。
problem-not-everywhere = 并非所有浏览器都能播放此影像或声音。
problem-one-clip = 此模型有多段动作，这里播放第一段。
problem-only-claimed = 文件自称其持有记录不止于声称，但单凭文件只能算作声称。

## What can go wrong

notice-work-failed = 有一件作品未能载入。{ $reason }
notice-less-sharp = 有一件作品未能以应有的清晰度展示。{ $reason }

## The published page

page-language = 语言
page-skip = 跳到图录
page-walk-in = 走进展厅
page-back = 返回图录
page-loading = 正在载入展厅：{ $done } / { $all } MB
page-preparing = 正在布展……
page-ready = 展厅已开放。
page-saving = 当前连接要求节省流量。点击“走进展厅”后再载入（{ $all } MB）。
page-no-webgl = 此浏览器不支持 WebGL 2，无法在这里走进展厅。下方图录收有全部作品。
page-failed = 无法在这里走进展厅：{ $reason }。下方图录收有全部作品。
page-lost = 图形设备已断开。请重新载入页面后继续参观。
page-reload = 重新载入
page-at-work = 您正站在《{ $title }》前。
page-at-room = 您正在展厅 { $room }：{ $title }。
page-code-touch = 触碰作品
page-code-leave = 退后一步
page-sections = 单元
page-plan = 平面图
page-plan-alt = 展览平面图，每件作品都在其位置上
page-curator = 策展
page-no-still = 此作品没有静帧，在展厅中运行。
page-missing = 此作品未能展出。
page-more = 记录
page-walk-to = 到展厅中观看
page-level-of = 第 { $level } 级，最高 5 级
page-says-claimed = { $by } 如此声称，未经签名
page-says-attested = 由 { $issuer } 签名的记录如此声明
page-says-reported = 一个节点（{ $endpoint }）如此报告
page-says-agreed = { $asked } 个节点中有 { $agreed } 个在同一区块上一致：{ $endpoints }
page-says-proven = 合约自身代码在经证明的状态上运行得出；区块头依据 { $asked } 个节点中 { $agreed } 个的陈述：{ $endpoints }
page-says-final = 合约自身代码在经证明的状态上运行得出，区块头已终局
page-says-stored = 存有证明，以示合约自身代码得出此结果；区块头依据 { $asked } 个节点中 { $agreed } 个的陈述：{ $endpoints }
page-says-unstored = 展览称其已获证明，却未存有可供核验的内容
page-says-refused = 展览称其已获证明，而其证明在此处不成立
page-says-endpoints-refused = 展览称有节点一致，而所列节点与此不合：或数目不足，或有重复，或多于所询问者
page-says-record-stored = 存有据称由 { $issuer } 签署的记录，其签名未经核验
page-says-record-unstored = 展览称 { $issuer } 签署过记录，却未予存留
page-says-record-refused = 展览称 { $issuer } 签署过记录，而所存记录均未如此声明
page-at-block = 区块 { $number }
page-stale = 编制展览时，此记录已有 { $days } 天
page-stale-now = 此记录距今已 { $days } 天，持有情况或已变更
page-stale-now-beside = 此项截至 { $days } 天前，或已变更
page-resolved = 编制于 { $date }。
page-private = 本页只向其所在的服务器请求内容。
page-lock = 本展览的全部文件与记录
page-made-with = 以 Enfilade 制作

## Proofs that are checked here, and works that are watched while they are in sight

check-going = 正在核验……
check-at = 于 { $time } 在此核验。
check-holds = 于 { $time } 在此核验：就持有人而言，合约自身的代码仅凭区块 { $block } 的区块头所证明的状态运行，结果与此一致。该区块属于此链，依据的是展览方的陈述。
check-holds-of-some = 于 { $time } 在此核验：所列 { $all } 位持有人中有 { $held } 位，合约自身的代码仅凭区块 { $block } 的区块头所证明的状态运行，结果与此一致；其余未存有证明。该区块属于此链，依据的是展览方的陈述。
check-refused = 于 { $time } 在此核验：关于持有人的证明不成立。{ $reason }。
check-unproven = 于 { $time } 在此核验：未存有可证明持有人的内容；其可信度以此处所写为限。
check-nothing = 于 { $time } 在此核验：关于此作品的记录均未附证明。
check-beside-holds = 同一证明亦支持：{ $what }。
check-beside-refused = 其证明不支持：{ $what }。{ $reason }。
check-signed = 于 { $time } 在此核验：所列 { $all } 位持有人中有 { $signed } 位，有其签发者签署的记录为证。记录所言属实与否，依据的是签发者的陈述。
check-unsigned = 于 { $time } 在此核验：没有签名记录说明持有人是谁。{ $reason }。
check-beside-signed = 签发者签署的记录亦声明：{ $what }。
check-beside-unsigned = 没有签名记录声明：{ $what }。{ $reason }。
check-said-metadata = 元数据由何指明
check-said-collection = 系列名称
check-said-royalty = 版税
check-said-binding = 能否转让
check-said-right = 持有人之外的陈述
check-said-author = 作者是谁
check-failed = 证明无法核验：{ $reason }。
live = 此刻
live-held-now = 刚刚易手，区块 { $block }。
live-held-since = 展览编成之后已易手，见于区块 { $block }。
live-gone = 合约不再指明任何持有人，见于区块 { $block }。
live-count-now = 所持版数刚刚改变，区块 { $block }。
live-count-since = 展览编成之后所持版数已改变，见于区块 { $block }。
live-same = 持有情况未变，截至区块 { $block }。
live-was = 此前：{ $owner }。
live-is = 现在：{ $owner }。
live-counted = 现持版数：{ $owner }。
live-of = { $owner } 名下：
live-unnamed = 合约未指明持有人
live-burnt = 据 { $by } 所述，已于区块 { $block } 销毁；此为其一家之言，未获证明。
live-superseded = 此为展览编成时的情况；截至区块 { $block }，所报已与此不同。
live-metadata = 区块 { $block } 中宣布了新的元数据；此处所展仍为此前的内容。
live-taken-back = 该链已替换自 { $block } 起的区块；其中所见一并收回。
live-unproven = 未获证明：{ $reason }。
live-own = 正在向您的端点 { $endpoint } 查询 { $chain }。
live-silent = { $endpoint } 没有应答：{ $detail }。
live-other-chain = { $endpoint } 属于另一条链：{ $detail }。
live-no-blocks = { $endpoint } 的应答不像一个端点：{ $detail }。
live-behind = { $endpoint } 所知区块少于先前：{ $detail }。
live-stalled = { $endpoint } 自 { $detail } 起没有新区块。
live-alone = 此刻所述只是 { $endpoint } 一家之言：{ $detail }。
live-disputed = 并非所有端点都与 { $endpoint } 一致：{ $detail }。
page-check = 核验此证明
page-check-record = 核验此签名记录
page-endpoint = 使用您自己的端点
page-endpoint-hint = JSON-RPC 端点，须为 https 或位于本机。标签随后显示该端点所称与所证明的内容。仅在本次访问中保留。
page-endpoint-use = 开始查询
page-endpoint-stop = 停止查询
page-watched = 本页只向来源服务器请求，并就视野内作品的持有人查询 { $endpoints }。
