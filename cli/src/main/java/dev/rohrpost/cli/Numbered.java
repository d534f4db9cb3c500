package dev.rohrpost.cli;

import dev.rohrpost.messaging.Traits;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Messages with the numbers from 1 on, and which of them came: shows loss, repetition and order.
///
/// @param sent the highest number
/// @param came those that came, as they came
record Numbered(int sent, List<Integer> came) {
  private static final int FEW = 20;

  /// Finds the numbers in what came.
  static Numbered of(int sent, String text, String number) {
    var found = Pattern.compile(number).matcher(text).results().map(MatchResult::group);
    return new Numbered(sent, found.map(Integer::valueOf).toList());
  }

  /// Judges a claim about order. Nothing can contradict that any order may come, but messages that
  /// were not sent, or come twice, are wrong in any.
  Proof.Seen order(Traits.Order claim) {
    var what = "1 to " + sent + " came as " + shown();
    if (claim == Traits.Order.ANY) {
      return new Proof.Seen(
          isEachAtMostOnce() ? Proof.Verdict.NOT_PROMISED : Proof.Verdict.WRONG, what);
    }
    return new Proof.Seen(claim == Traits.Order.AS_SENT && isAll(), what);
  }

  /// Judges a claim about delivery, after more was sent than there was room for. An unreliable
  /// carrier loses some of it, and repeats nothing.
  Proof.Seen delivery(Traits.Delivery claim) {
    var all = claim == Traits.Delivery.RELIABLE;
    var once = isEachAtMostOnce();
    return new Proof.Seen(
        all ? isAll() : once && !came.isEmpty() && came.size() < sent,
        "of "
            + sent
            + " messages "
            + came.size()
            + " came, each "
            + (once ? "once" : "not once: " + shown()));
  }

  /// Tells whether each came once, and in their order.
  private boolean isAll() {
    return came.equals(IntStream.rangeClosed(1, sent).boxed().toList());
  }

  private boolean isEachAtMostOnce() {
    return new HashSet<>(came).size() == came.size()
        && came.stream().allMatch(n -> n >= 1 && n <= sent);
  }

  private String shown() {
    return came.size() <= FEW ? came.toString() : came.subList(0, FEW) + "…";
  }
}
