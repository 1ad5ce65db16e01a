/*
 * spam_terms.h: the rows of a model, included where a list of them is needed
 *
 * SPAM_TERM_ROW(name, kind, source, least, most, low, high, shrink, reason,
 * note): a term. What is TOLD of a number may have been done by somebody else in
 * its name, and has a bound in all; a FACT is about the number itself. Least and
 * most bound the weight and by that give its sign, the feature counts between
 * low and high, shrink is added below its ratio. Reason groups what people are
 * told in one sentence. What people can say or forge has a sign.
 *
 * SPAM_CONSTANT_ROW(name, value, least, most, note): a number of the features.
 */
#ifdef SPAM_TERM_ROW
/* *INDENT-OFF* */
SPAM_TERM_ROW(prior, PRIOR, FACT, -10, 10, 0, 1, 0, prior, "without any evidence")
SPAM_TERM_ROW(reports, TERM, TOLD, 0, 10, 0, 4.5, 0, reports, "ln(1 + 3 k), k: reports from established accounts, clusters capped")
SPAM_TERM_ROW(report_rate, TERM, TOLD, 0, 10, 0, 2.5, 1, report_rate, "root of k on calls to strangers + shrink")
SPAM_TERM_ROW(report_share, TERM, TOLD, 0, 10, 0, 1, 0.3, report_rate, "k on calls to strangers + shrink")
SPAM_TERM_ROW(reports_signed, TERM, TOLD, 0, 4, 0, 1, 0, reports_signed, "reports after calls attested A")
SPAM_TERM_ROW(reports_alone, TERM, TOLD, 0, 2, 0, 0.8, 0, reports_alone, "reports without a call, capped")
SPAM_TERM_ROW(alone_rate, TERM, TOLD, 0, 10, 0, 1, 1, reports_alone, "the same on calls of any kind + shrink: what counts where no calls are known")
SPAM_TERM_ROW(reports_unproven, HELD, TOLD, 0, 1, 0, 1, 0, reports_unproven, "reports from accounts without a record")
SPAM_TERM_ROW(not_spam, TERM, TOLD, -10, -0.4, 0, 3, 0, not_spam, "ln(1 + 3 g), g: marks \"not spam\"")
SPAM_TERM_ROW(books, TERM, TOLD, -10, 0, 0, 2.6, 0, books, "ln(1 + books that hold the number)")
SPAM_TERM_ROW(known, TERM, TOLD, -20, 0, 0, 5, 0, known, "ln(1 + calls with people who know it)")
SPAM_TERM_ROW(known_share, TERM, TOLD, -20, 0, 0, 1, 1, known, "their share of all calls")
SPAM_TERM_ROW(known_lately, TERM, TOLD, -20, 0, 0, 1, 0.3, known, "their share of the calls of late")
SPAM_TERM_ROW(known_books, TERM, TOLD, -20, 0, 0, 4, 0, known, "ln(1 + calls with people who know it) ln(1 + books): friends")
SPAM_TERM_ROW(spoofed, TERM, TOLD, -20, 0, 0, 3, 1, spoofed, "ln(1 + calls attested A to people who know it) where calls to strangers are attested C")
SPAM_TERM_ROW(spoofed_known, TERM, TOLD, -20, 0, 0, 3, 1, spoofed, "the same of calls however attested")
SPAM_TERM_ROW(burst_known, TERM, TOLD, -20, 0, 0, 3, 0.1, known, "the same where calls to strangers are one burst")
SPAM_TERM_ROW(burst_friend, TERM, TOLD, -20, 0, 0, 1, 0.1, known, "anybody who knows it where calls to strangers were one burst, by how far it is over")
SPAM_TERM_ROW(burst_books, TERM, TOLD, -20, 0, 0, 3, 0.1, books, "books where calls to strangers are one burst")
SPAM_TERM_ROW(talked_back, TERM, TOLD, -10, 0, 0, 4, 0, talked_back, "ln(1 + long calls to the number)")
SPAM_TERM_ROW(talked_few, TERM, TOLD, -10, 0, 0, 8, 0, talked_back, "long calls to the number, up to a few")
SPAM_TERM_ROW(rang_back, TERM, TOLD, -10, 10, 0, 1, 1, rang_back, "short calls to the number on calls to strangers + shrink")
SPAM_TERM_ROW(unanswered, TERM, TOLD, -10, 10, -1, 1, 1, unanswered, "calls to strangers that stayed unanswered: share above what is usual")
SPAM_TERM_ROW(to_8, TERM, TOLD, -10, 10, -1, 1, 1, to_8, "calls up to 8 seconds")
SPAM_TERM_ROW(to_30, TERM, TOLD, -10, 10, -1, 1, 1, to_30, "calls of 9 to 30 seconds")
SPAM_TERM_ROW(to_120, TERM, TOLD, -10, 10, -1, 1, 1, to_120, "calls of 31 to 120 seconds")
SPAM_TERM_ROW(over_120, TERM, TOLD, -10, 0, -1, 1, 1, over_120, "calls over 2 minutes")
SPAM_TERM_ROW(unanswered_root, TERM, TOLD, -10, 10, -6, 6, 1, unanswered, "the same over the root of calls: what many calls add")
SPAM_TERM_ROW(to_8_root, TERM, TOLD, -10, 10, -6, 6, 1, to_8, "")
SPAM_TERM_ROW(to_30_root, TERM, TOLD, -10, 10, -6, 6, 1, to_30, "")
SPAM_TERM_ROW(to_120_root, TERM, TOLD, -10, 10, -6, 6, 1, to_120, "")
SPAM_TERM_ROW(over_120_root, TERM, TOLD, -10, 0, -6, 6, 1, over_120, "")
SPAM_TERM_ROW(talks, TERM, TOLD, -20, 0, 0, 1, 2, talks, "calls over 30 seconds among those that were answered: from one half on")
SPAM_TERM_ROW(mass, TERM, TOLD, -10, 10, 0, 6, 0, volume, "ln(1 + calls to strangers)")
SPAM_TERM_ROW(mass_some, TERM, TOLD, -10, 10, 0, 1, 1, volume, "whether there are any: on themselves + shrink")
SPAM_TERM_ROW(callees, TERM, TOLD, -10, 10, 0, 6, 0, volume, "ln(1 + different strangers called)")
SPAM_TERM_ROW(repeats, TERM, TOLD, -10, 10, 0, 3, 1, repeats, "ln of calls on different strangers, both + shrink")
SPAM_TERM_ROW(recent, TERM, TOLD, -10, 10, 0, 1, 1, recent, "share of the calls to strangers that is of the last weeks")
SPAM_TERM_ROW(fresh, TERM, TOLD, -20, 10, 0, 1, 1, volume, "share of the calls to strangers that has not faded")
SPAM_TERM_ROW(spread, TERM, TOLD, -20, 10, 0, 4, 0.01, recent, "how far its calls lie apart in time: 0 for one burst")
SPAM_TERM_ROW(neighbour, TERM, FACT, 0, 6, 0, 1, 0.3, neighbour, "share of neighbours among strangers called")
SPAM_TERM_ROW(neighbour_mass, TERM, FACT, 0, 6, 0, 3, 0, neighbour, "ln(1 + neighbours called)")
SPAM_TERM_ROW(signed_a, TERM, TOLD, -10, 0, 0, 1, 1, signed_a, "share attested A of signed calls to strangers")
SPAM_TERM_ROW(signed_b, TERM, TOLD, 0, 10, 0, 1, 1, signed_weakly, "attested B")
SPAM_TERM_ROW(signed_c, TERM, TOLD, 0, 10, 0, 1, 1, signed_weakly, "attested C")
SPAM_TERM_ROW(unallocated, TERM, FACT, 0, 8, 0, 1, 0, unallocated, "nobody can have the number")
SPAM_TERM_ROW(line_fixed, TERM, FACT, -1.5, 1.5, 0, 1, 0, line_fixed, "type of the line")
SPAM_TERM_ROW(line_mobile, TERM, FACT, -1.5, 1.5, 0, 1, 0, line_mobile, "")
SPAM_TERM_ROW(line_voip, TERM, FACT, -1.5, 1.5, 0, 1, 0, line_voip, "")
SPAM_TERM_ROW(line_service, TERM, FACT, -1.5, 1.5, 0, 1, 0, line_service, "")
SPAM_TERM_ROW(verified, TERM, FACT, -3, 0, 0, 1, 0, verified, "a verified business: no pass")
SPAM_TERM_ROW(appeal, HELD, FACT, -5, 0, 0, 1, 0, appeal, "an appeal of the owner that stands")
SPAM_TERM_ROW(range, TERM, FACT, 0.1, 1, -4, 4, 0, range, "log-odds of the numbers around, as given")
/* *INDENT-ON* */
#endif

#ifdef SPAM_CONSTANT_ROW
/* *INDENT-OFF* */
SPAM_CONSTANT_ROW(base_rate, 0.19, 1e-4, 0.9999, "share of spam where the model is used")
SPAM_CONSTANT_ROW(fitted_rate, 0.19, 1e-4, 0.9999, "share of spam where the weights were found")
SPAM_CONSTANT_ROW(report_cap, 1.2, 0.01, 100, "what one cluster of reporters can weigh")
SPAM_CONSTANT_ROW(alone_cap, 0.8, 0.01, 100, "what all marks without a call can weigh")
SPAM_CONSTANT_ROW(unproven_cap, 2, 0.01, 100, "what all reports without a record can weigh")
SPAM_CONSTANT_ROW(network_cap, 1, 0.01, 100, "calls that one network of the doubtful ledger can tell of")
SPAM_CONSTANT_ROW(doubtful_calls, 0.3, 0, 1000, "calls that the doubtful ledger may add in any case, and of neighbours at all")
SPAM_CONSTANT_ROW(doubtful_rate, 0.33, 0, 1000, "and for each trusted call to a stranger")
SPAM_CONSTANT_ROW(told_whole, 4, 0, 13, "log-odds up to which what is told counts as it is")
SPAM_CONSTANT_ROW(told_most, 6, 0.01, 13, "what it comes near to with more: somebody else may have used the number")
SPAM_CONSTANT_ROW(sharpness, 1, 0.5, 2, "what the sum of all terms is multiplied by, so that likelihoods come true")
SPAM_CONSTANT_ROW(book_cap, 1, 0.01, 100, "what one cluster of books can weigh")
SPAM_CONSTANT_ROW(book_fresh, 0.25, 0, 1, "what a book counts at once, until it has aged")
SPAM_CONSTANT_ROW(appeal_days, 30, 0, 366, "how long an appeal stands")
SPAM_CONSTANT_ROW(override_logit, 7, 0, 13, "log-odds of what an operator decides")
SPAM_CONSTANT_ROW(range_numbers, 1, 0.01, 1000, "numbers that a block has to outweigh")
/* *INDENT-ON* */
#endif
