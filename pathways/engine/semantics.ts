/**
 * The engine's semantics version: an input of every run, so that a running episode keeps the behaviour it started with. Raise it when a
 * change would alter the events of an episode already under way, branch on `episode.semantics`, and say here what changed.
 *
 * 1: first release.
 * 2: an extra occurrence of a repeat (started by hand, or in place of a missed visit) has a number of its own range and no longer ends the repeat.
 * 3: a second value that leaves a rule with `confirm` undecided calls the first one off, unless something known at the first is missing now.
 *    In a goal, a `stopWhen` and a second look, `latest(x, hours)` no longer takes a value that is older than its hours.
 * 4: a rule does not start a triggered step that is `once` and took place already; until then `once` was read and not obeyed.
 * 5: a form all of whose questions wait in another one asked exactly a day ago is not asked beside it either (its last reminder goes out then), and the
 *    reminders of a form that no rule started end once a longer form asks for all of it. Until then both were written about in the same minute.
 * 6: a form that a rule wanted is asked beside a longer one that was asked before the rule spoke (a temperature after a fever, whatever waits since the
 *    morning); once a longer one asks for all of it, its reminders end as those of any other form do.
 * 7: a RED or ORANGE that is reported after the contact of its case starts the case again, or opens one of its own when the case is graver; until then a
 *    repeat was only added to it and reached nobody. What another episode reports into a case is told to the people and in the words of its rule.
 *    A call or task that a rule or a person started outlasts a pause: it waits, and is given out at its end however long that took. Until then it was
 *    cancelled once its hours had run out, and with it all that the rule had brought about.
 *    A reading that says it was measured before 1970 is refused. The workflow judges a command again at its turn, so a run that took one must take it on replay, too.
 *    A reading that stands alone is outvoted by two in a row that contradict it and agree with each other: the second is taken, the lone one counts no longer.
 * 8: a call that a rule or a person started is owed by itself: it is no call that another package's call of the day has made.
 *    A call that a case wanted before it was started again is no contact of what came since.
 *    A reading stands alone when no other agrees with it within one step, not only when it is the first.
 *    What a joined case finds is reported to its holder at its own level, and as said by the patient when she said it: a repeat of hers after the contact starts
 *    the holder's case again, as it does within one package.
 * 9: a case that is graver than its rules (two YELLOW together, or one that is still there later) has the text and the people of its level; until then it kept what a
 *    YELLOW says. Self-harm is known by the crisis counsellor whom its rule names first; until then every RED without a text was taken for it, and whatever said nothing by
 *    text silenced the others. On RED a rule's own text goes out only when no other has the level's ("call 120").
 * 10: after a move to another version, answers end the possibility to undo it only when something that judges them differs, no longer when a day or an hour of a step does.
 *    Undone, a question about an agreed visit that a person was asked already is told to be void, and moved once more, it is asked once more.
 */
export const semantics = 10;

/** A run may only go on with an engine that knows its semantics. */
export const knowsSemantics = (version: number): boolean => Number.isInteger(version) && version >= 1 && version <= semantics;
