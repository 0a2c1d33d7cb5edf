"""Words that may stand for one another, and words that say the opposite.

Groups and pairs are general English; those met in labelled rows that were looked at are left out.
They are only used to weigh claims: a synonym softens what is missing, an opposite raises doubt.
Neither passes or alters a quote.
"""

from __future__ import annotations

from pipeline.verify.claims.terms import OPPOSITE, stem

_GROUPS = (
    "start begin commence launch|end finish conclude terminate complete|help assist aid support|"
    "buy purchase acquire obtain procure|sell vend|large big huge massive sizable substantial "
    "considerable|small little tiny minor modest|important significant crucial vital key "
    "essential critical major|show demonstrate illustrate reveal indicate display exhibit present|"
    "say state mention note remark tell express declare|talk discuss speak chat|discussion "
    "dialogue|use utilize employ apply leverage|make create produce generate build construct "
    "develop|get receive obtain gain acquire|give provide offer supply deliver grant|increase "
    "rise grow climb expand gain|decrease decline drop fall shrink reduce diminish lower|fast "
    "quick rapid swift speedy|slow sluggish gradual|good great excellent fine strong|bad poor "
    "weak terrible|new novel recent fresh latest|old ancient former previous prior|happy glad "
    "pleased delighted joyful content|sad unhappy upset sorrowful|angry mad furious|think believe "
    "consider feel deem|know understand realize recognize|want wish desire hope|need require "
    "demand necessitate|try attempt seek strive endeavor|plan intend aim propose|expect "
    "anticipate predict forecast project|explain clarify describe outline detail elaborate|"
    "suggest propose recommend advise advocate|ask request inquire query question|answer reply "
    "respond response|problem issue difficulty challenge trouble concern|idea concept notion "
    "thought|method approach technique way procedure strategy|result outcome consequence finding "
    "effect|study research investigation analysis examination|examine investigate analyze study "
    "explore inspect|test trial experiment assess evaluate|improve enhance boost better "
    "strengthen upgrade|change alter modify adjust shift transform|keep retain maintain preserve "
    "hold|stop halt cease discontinue quit|prevent avoid avert block stop|allow permit enable let|"
    "forbid ban prohibit bar outlaw|choose select pick opt elect|find discover locate identify "
    "detect uncover|search seek look hunt|meet gather convene|meeting session conference|group "
    "team band crew squad|company firm business corporation enterprise organization|job work "
    "position role occupation post employment|worker employee staff personnel|boss manager "
    "supervisor head chief leader|child kid youngster|children kids youngsters|mother mom mum|"
    "father dad|parents mom dad|house home residence dwelling|car vehicle automobile|street road "
    "avenue|picture photo image photograph|movie film|book volume novel|money cash funds|price "
    "cost fee charge|profit earnings income gain|revenue sales turnover income|quarter period|"
    "year annual yearly|monthly month|weekly week|daily day|person individual human|people "
    "individuals persons folks|man gentleman guy|woman lady|customer client consumer buyer|user "
    "customer|doctor physician|illness disease sickness ailment|medicine drug medication|kill "
    "murder slay|die death perish dead|injure hurt wound harm|damage harm hurt|attack assault "
    "strike raid|fight battle combat clash conflict|war conflict|police officers cops authorities|"
    "arrest detain apprehend capture|crime offense felony|court tribunal|law legislation statute "
    "rule|lawmaker legislator|government administration state|country nation state|city town "
    "municipality urban|area region zone district territory|place location site spot venue|near "
    "close nearby adjacent|far distant remote|travel journey trip tour|visit trip|leave depart "
    "exit go|arrive come reach|return back|send ship dispatch transmit mail|bring carry transport "
    "take|move relocate transfer shift|join enter enroll|marry wed|friend pal buddy companion|"
    "love adore like enjoy|hate dislike detest loathe|eat dine consume|food meal dish cuisine|"
    "dinner supper|drink beverage|clothes clothing apparel garments|learn study|teach instruct "
    "educate train|teacher instructor educator|student pupil learner|school academy|university "
    "college|simple easy straightforward|hard difficult tough challenging|different distinct "
    "diverse various|same identical similar|various several multiple numerous many|entire whole "
    "complete full total|part portion section segment piece|beginning start outset|final last "
    "ultimate|primary main principal chief|secret confidential hidden|public open|famous renowned "
    "celebrated known|rich wealthy affluent|poor impoverished needy|smart clever intelligent "
    "bright|beautiful pretty lovely attractive|ready prepared set|prepare ready arrange|organize "
    "arrange coordinate|fix repair mend|break shatter|destroy demolish ruin wreck|protect guard "
    "defend shield safeguard|danger risk hazard threat|safe secure|accurate precise exact correct|"
    "wrong incorrect mistaken|genuine real|false fake|growth expansion increase|agreement deal "
    "contract pact accord|agree concur consent|disagree dissent|accept approve endorse|refuse "
    "decline reject|monitor track watch observe|see view watch observe|notice observe spot|model "
    "system framework|algorithm method procedure|data information|performance efficiency|achieve "
    "attain accomplish reach|success achievement accomplishment|fail failure|compare contrast|"
    "propose introduce present|novel new innovative|dataset corpus|outperform exceed surpass beat|"
    "allocate assign distribute|fund finance|funding finance|budget funds|invest investment|cheap "
    "inexpensive affordable|expensive costly pricey|hire recruit employ|fire dismiss|lead guide "
    "head|follow pursue|share split divide|join combine merge unite|separate divide split|connect "
    "link join|include contain comprise incorporate|lack absence shortage|enough sufficient "
    "adequate|surplus excess|worry concern anxious|afraid scared fearful|surprised amazed "
    "astonished|strange odd weird unusual|normal usual typical ordinary|often frequently "
    "regularly|rarely seldom|soon shortly|immediately instantly promptly|now currently presently|"
    "later afterwards subsequently|also additionally|however nevertheless|because since|about "
    "regarding concerning|approximately roughly around|nearly almost|only solely just|mainly "
    "primarily mostly chiefly|address tackle handle|manage handle oversee|promote advance "
    "encourage|encourage urge motivate|discourage deter|announce declare proclaim|report account|"
    "claim assert allege contend maintain|deny refute|admit acknowledge concede confess|blame "
    "fault|praise commend laud applaud|criticize condemn denounce|complain grumble|apologize "
    "sorry|promise pledge vow|warn caution alert|remind recall|remember recall|invite ask|"
    "celebrate commemorate|party celebration|gift present|win triumph victory|lose defeat loss|"
    "game match|player athlete|trainer coach|event occasion happening|opportunity chance|"
    "possibility chance likelihood|goal aim objective target|purpose aim intention|benefit "
    "advantage|drawback disadvantage|feature characteristic attribute|option choice alternative|"
    "decision choice|decide determine resolve|opinion view perspective|feedback input comment"
)
_PAIRS = (
    "accept refuse|accept decline|ability inability|able unable|absence presence|absent present|"
    "abundant scarce|accurate inaccurate|active inactive|advantage disadvantage|afraid brave|"
    "against for|agreement disagreement|alive dead|always never|ancient modern|approve reject|"
    "arrive depart|ascend descend|asleep awake|attack defend|attract repel|backward forward|bad "
    "good|beautiful ugly|begin finish|start finish|start conclude|benefit harm|best worst|big "
    "small|birth death|bless curse|bold timid|borrow lend|bottom top|bright dim|broad narrow|"
    "build destroy|buyer seller|calm excited|careful careless|cause prevent|ceiling floor|certain "
    "uncertain|cheap costly|child adult|clean dirty|clear unclear|cold hot|cool warm|combine "
    "separate|come go|complete incomplete|complicated simple|complex simple|connect disconnect|"
    "consistent inconsistent|continue stop|continue discontinue|contract expand|correct incorrect|"
    "courage fear|create destroy|cruel kind|damage repair|dark light|decline increase|decline "
    "growth|decrease growth|deep shallow|defeat victory|defend accuse|deficit surplus|definite "
    "indefinite|delay hasten|delayed accelerated|deny admit|dependent independent|direct indirect|"
    "disappear appear|discourage encourage|discouraged encouraged|dislike like|dismiss hire|"
    "divide unite|drop rise|dull interesting|dynamic static|effective ineffective|efficient "
    "inefficient|employ fire|empty full|enemy friend|enter exit|entrance exit|enjoy dislike|equal "
    "unequal|even odd|exclude include|expand shrink|expensive inexpensive|export import|fact "
    "fiction|fail succeed|failing succeeding|failed managed|failure success|fair unfair|fake real|"
    "false true|familiar unfamiliar|famous unknown|far near|fat thin|father mother|brother sister|"
    "son daughter|husband wife|boyfriend girlfriend|uncle aunt|king queen|his her|he she|him her|"
    "himself herself|favor oppose|favorable unfavorable|female male|few numerous|fiction "
    "nonfiction|forget remember|formal informal|fresh stale|front back|future past|gain lose|"
    "generous stingy|give take|guilty innocent|happy sad|happy unhappy|happy upset|hard easy|hard "
    "soft|harmful harmless|harmful beneficial|hate love|heavy light|help hinder|high low|hire "
    "fire|honest dishonest|hopeful hopeless|huge tiny|humid dry|ignore notice|illegal legal|"
    "immediate delayed|important unimportant|important trivial|impossible possible|improve "
    "deteriorate|improved deteriorated|improvement decline|increase reduce|increased reduced|"
    "increasing decreasing|increasing reducing|indoor outdoor|inferior superior|input output|"
    "interested uninterested|interested bored|introvert extrovert|join leave|junior senior|"
    "knowledge ignorance|known unknown|large tiny|last first|late early|laugh cry|lazy "
    "hardworking|lead follow|left right|legal unlawful|less greater|likely unlikely|limited "
    "unlimited|literal figurative|logical illogical|loose tight|lost found|loud quiet|loyal "
    "disloyal|major minor|majority minority|mature immature|max min|maximize minimize|maximum "
    "minimal|merge split|mild severe|modern outdated|most least|native foreign|natural artificial|"
    "necessary unnecessary|negative positive|new outdated|nobody everybody|none all|normal "
    "abnormal|obey disobey|obvious obscure|offer withdraw|often rarely|often seldom|open shut|"
    "optimistic pessimistic|optimism pessimism|optional mandatory|optional required|order "
    "disorder|ordinary extraordinary|original copy|outperform underperform|outperforms "
    "underperforms|outperformed underperformed|overestimate underestimate|partial complete|pass "
    "fail|passed failed|passive active|patient impatient|peace war|permanent temporary|permit "
    "forbid|permit prohibit|plentiful scarce|polite rude|popular unpopular|positive adverse|"
    "poverty wealth|powerful weak|powerful powerless|praise criticize|praised criticized|"
    "predictable unpredictable|present past|private public|profit loss|profitable unprofitable|"
    "progress regress|progress setback|protect endanger|prove disprove|push pull|qualified "
    "unqualified|question answer|quick slow|raise lower|raised lowered|rapid slow|rare frequent|"
    "rational irrational|real imaginary|receive send|received sent|recent old|regular irregular|"
    "relevant irrelevant|reliable unreliable|relaxed stressed|remain leave|reveal conceal|reveal "
    "hide|reward punish|rise decline|rough smooth|rural urban|safe unsafe|safe risky|satisfied "
    "dissatisfied|satisfied unsatisfied|save spend|secure insecure|sell purchase|separate "
    "together|serious trivial|sharp dull|short tall|sick healthy|significant insignificant|"
    "simplify complicate|single multiple|single married|slowly quickly|some none|sometimes never|"
    "stable unstable|stay leave|straight crooked|strength weakness|strengths weaknesses|"
    "strengthen weaken|stronger weaker|subtract add|sufficient insufficient|sunny rainy|"
    "supervised unsupervised|supply demand|sure unsure|sweet sour|thick thin|tiny enormous|"
    "together apart|transparent opaque|trust distrust|ugly pretty|under over|unique common|useful "
    "useless|usual unusual|valuable worthless|victim culprit|victory loss|virtual physical|"
    "visible invisible|voluntary mandatory|voluntary compulsory|wealthy poor|weekday weekend|well "
    "poorly|wet dry|wide narrow|winner loser|win defeat|within outside|with without|won defeated|"
    "work rest|worsening improving|worthy unworthy|wrong right|young old|younger older|yes no|"
    "online offline|morning evening|morning night|today yesterday|tomorrow yesterday|today "
    "tomorrow|monday friday|saturday sunday|upward downward|uptrend downtrend|bullish bearish|"
    "overvalued undervalued|buying selling|hiring firing|including excluding|attend miss|attended "
    "missed|attending missing|excited disappointed|pleased disappointed|lower higher|"
    "underestimated overestimated|exceeded missed|exceed miss|beneficial detrimental|criticism "
    "praise|convenient inconvenient|comfortable uncomfortable|broke repaired|compatible "
    "incompatible|formal casual|invite exclude|ahead behind|shorten lengthen|shortened lengthened|"
    "discourages encourages|hinders helps|worsens improves|narrowed widened|narrow widen|tighten "
    "loosen|accelerate slow|accelerate decelerate"
)


def _synonyms() -> dict[str, frozenset[str]]:
    """Stems by stem, without the word itself; a word of two groups has the words of both."""
    found: dict[str, frozenset[str]] = {}
    for group in _GROUPS.split("|"):
        stems = frozenset(stem(word) for word in group.split())
        for one in stems:
            found[one] = found.get(one, frozenset()) | stems
    return {one: others - {one} for one, others in found.items()}


def _antonyms() -> dict[str, frozenset[str]]:
    """Opposites by word as it is written, function words among them."""
    found = dict(OPPOSITE)
    for pair in _PAIRS.split("|"):
        one, other = pair.split()
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found


def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for word, others in ANTONYMS.items():
        found[stem(word)] = found.get(stem(word), frozenset()) | {stem(one) for one in others}
    return found


SYNONYMS = _synonyms()
ANTONYMS = _antonyms()
OPPOSED_STEMS = _by_stem()
