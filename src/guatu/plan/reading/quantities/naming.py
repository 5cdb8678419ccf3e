"""What is counted: the noun before or after the number, completed from what was said before."""

from __future__ import annotations

import re

from guatu.plan.reading.quantities.drafts import Draft
from guatu.plan.reading.quantities.grammar import EVENTS, RELATIVE, Left, read_left, tidy
from guatu.plan.reading.quantities.lexicon import pattern, words
from guatu.plan.reading.quantities.phrases import Phrase
from guatu.plan.reading.quantities.subjects import FULL_NAMES, attach, is_dependent, topic_of
from guatu.plan.reading.quantities.traps import head

_WEAK = frozenset(words("nouns", "weak"))
_OUTPUTS = frozenset(words("nouns", "outputs"))
_OUTPUT_END = re.compile(rf"{pattern('nouns', 'outputs')}$")
_FUNDS = re.compile(rf".{{2,}}{pattern('nouns', 'funds')}$")
_THINGS = frozenset({"count", "people", "visits"})
_ALL_QUOTED = re.compile(r"“[^”]*”$")
_MECHANISM = re.compile(r"^(?P<works>.*?(?:项目|工程))?.*(?:机制|制度|体系|办法|方案|政策|服务|作用)$")
# how far back a compound is looked for that completes a short word
_REACH = 300
_SHORT = 3
_LONGEST_MODIFIER = 10
_PURPOSE = re.compile(
    r"^,?(?:重点|统筹|加快|启动|继续|全面)?(?:实施|推进|建设|用于|新建|改造|完成|办好|支持|扶持)(?:\d+(?:\.\d+)?万?(?:公里|平方米|亩|个|项|座|条))?([^,;。]{2,40})"
)
_AMOUNT_AT_END = re.compile(r"\d[\d.]*\S{0,3}$")
_CLAUSE_BEFORE = re.compile(r"(?:^|[,;。\n:])([^,;。\n:]{2,24}),$")
_LISTED_WORKS = re.compile(r"^([^、]{3,})、.*等[^、]{0,6}(?:项目|工程|任务)")


class Naming:
    """Names what the numbers of one text count."""

    def __init__(self, plain: str) -> None:
        self._plain = plain

    def subject(self, phrase: Phrase, left: Left, carried: Draft | None, *, from_head: bool) -> str:
        """The full subject; `carried` is the number before that an empty one is taken from."""
        own = self._from_head(phrase, left) if from_head else self._from_left(phrase, left)
        own = "" if _ALL_QUOTED.match(own) and phrase.mention.family not in _THINGS else own
        if own in FULL_NAMES:
            return FULL_NAMES[own]
        if own.startswith("占") and carried is not None:
            return carried.subject + own + ("" if own.endswith(("比重", "比例")) else "比重")
        if own and not is_dependent(own) and not (phrase.mention.family == "percent" and len(own) < _SHORT):
            return own
        return self._completed(own, phrase, carried) or tidy(phrase.left)[-_LONGEST_MODIFIER:]

    def _from_head(self, phrase: Phrase, left: Left) -> str:
        """The noun after the number, with the event or the modifier that stands before it."""
        noun = tidy(head(phrase))
        listed = _LISTED_WORKS.match(noun) if phrase.mention.family in ("area", "length") else None
        noun = listed.group(1) if listed else noun
        before = left.subject
        if noun in FULL_NAMES:
            return noun
        if left.event and len(noun) <= _SHORT:
            return noun if noun.startswith(left.event) else left.event + noun
        if (
            before
            and not left.linked
            and len(before) <= _LONGEST_MODIFIER
            and not re.search("等$|、|把|对|的$", before)
        ):
            return before + noun
        return noun

    def _from_left(self, phrase: Phrase, left: Left) -> str:
        noun = head(phrase)
        if phrase.mention.family == "percent" and noun and left.subject and not left.linked:
            return left.subject + tidy(noun)
        if (
            phrase.mention.family == "money"
            and left.subject
            and noun in ("资金", "投资", "贷款", "补贴", "经费")
        ):
            return attach(left.subject, noun)
        if phrase.mention.family == "money" and _FUNDS.match(noun):
            return tidy(noun)
        return left.subject.removesuffix("等")

    def _completed(self, own: str, phrase: Phrase, carried: Draft | None) -> str:
        """The subject, with what it takes from the number before or from the words around the clause."""
        if carried is not None and not (own and is_dependent(carried.subject)):
            return self._carried(own, carried)
        if own in RELATIVE and own not in _WEAK:
            return own
        compound = self._compound_before(phrase.clause.start, own) if own in EVENTS else own
        if compound != own:
            return compound
        topic = self._topic_nearby(phrase)
        if topic:
            return attach(topic_of(topic) if own in EVENTS else topic, own)
        return self._compound_before(phrase.clause.start, own) if own and own not in RELATIVE else own

    @staticmethod
    def _carried(own: str, carried: Draft) -> str:
        """The carried subject, or its topic with the dependent word; two headline figures stay apart."""
        if not own:
            return carried.subject
        if own in RELATIVE and own not in _WEAK and carried.phrase.mention.family not in _THINGS:
            shared = _OUTPUT_END.sub("", carried.subject)
            return attach(shared, own) if own in _OUTPUTS and shared != carried.subject else own
        return attach(topic_of(carried.subject), own)

    def _topic_nearby(self, phrase: Phrase) -> str:
        after = self._plain[phrase.clause.end : phrase.clause.end + 60]
        for rest in (phrase.rest, after) if phrase.mention.family == "money" else ():
            purpose = _PURPOSE.match(rest)
            if purpose:
                return tidy(_AMOUNT_AT_END.sub("", purpose.group(1)))
        start = phrase.clause.start
        before = _CLAUSE_BEFORE.search(self._plain[max(0, start - 30) : start])
        return _works_of(read_left(before.group(1)).subject) if before else ""

    def _compound_before(self, place: int, word: str) -> str:
        """棚户区改造 for 改造, when a compound that ends in the word stands shortly before."""
        before = self._plain[max(0, place - _REACH) : place]
        found = re.findall(rf"([\u4e00-\u9fff]{{2,8}}){word}", before)
        return tidy(read_left(found[-1]).subject + word) if found else word


def _works_of(topic: str) -> str:
    """重大项目 for 重大项目省级领导包保机制: what is built or bought, not how it is steered."""
    found = _MECHANISM.match(topic)
    return (found["works"] or "") if found else topic
