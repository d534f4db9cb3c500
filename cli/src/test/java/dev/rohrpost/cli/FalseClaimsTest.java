package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.messaging.Traits;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each proof can fail: of tables that are wrong in one cell, none is believed.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class FalseClaimsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void noFalseClaimHolds() throws Exception {
    assertThat(run(Liar.class)).endsWith("lies were tried\n").doesNotContain("HOLDS");
  }

  /// What is sent to one address is taken by one of those who are at its port.
  @Test
  void whatOneOfTwoGetsIsNoBroadcast() throws Exception {
    assertThat(run(Addressed.class)).contains("WRONG").contains("there were two, and 1 got it");
  }

  /// In a JVM of its own, because the command goes on receiving signals until its end.
  private static String run(Class<?> main) throws Exception {
    try (var running = jvm(main).start()) {
      return running.await(PATIENCE).orFail().out();
    }
  }

  /// What runs for a few seconds only is not worth compiling well.
  private static Jvm jvm(Class<?> main) {
    return Jvm.of(main).with("-XX:TieredStopAtLevel=1");
  }

  /// Tries what is not so.
  static final class Liar {
    private Liar() {}

    public static void main(String... words) throws Exception {
      var tried = 0;
      try (var scene = Scene.open(jvm(Partner.class).command())) {
        var proof = new Proof(scene);
        for (var lie : allLies()) {
          for (var question : news(lie)) {
            System.out.println(proof.tried(lie, question));
            tried++;
          }
        }
      }
      System.out.println(tried + " lies were tried");
    }

    /// Returns the questions that the truth does not ask.
    private static List<Question> news(Traits lie) {
      var truth = Question.of(Traits.of(lie.scheme()).orElseThrow());
      return Question.of(lie).stream()
          .filter(q ->
              truth.stream().noneMatch(t -> (t.trait() + t.claim()).equals(q.trait() + q.claim())))
          .toList();
    }

    /// Not about virtual machine sockets, which a machine may lack.
    private static List<Traits> allLies() throws Exception {
      var lies = new ArrayList<Traits>();
      for (var truth : Traits.all()) {
        if (!truth.scheme().equals("vsock")) {
          lies.addAll(lies(truth));
        }
      }
      return lies;
    }

    private static List<Traits> lies(Traits truth) throws Exception {
      var lies = new ArrayList<Traits>();
      for (var column : Traits.class.getRecordComponents()) {
        for (var other : others(column, column.getAccessor().invoke(truth)).toList()) {
          if (!cannotBeSeen(truth, other)) {
            lies.add(with(truth, column, other));
          }
        }
      }
      return lies;
    }

    /// On one machine, datagrams of UDP happen to keep their order.
    private static boolean cannotBeSeen(Traits truth, Object value) {
      return truth.scheme().equals("udp") && value == Traits.Order.AS_SENT;
    }

    private static Stream<?> others(RecordComponent column, Object truth) {
      return switch (truth) {
        case Enum<?> value ->
            Arrays.stream(value.getDeclaringClass().getEnumConstants()).filter(o -> o != value);
        case Optional<?> longest when longest.isPresent() && longest.get() instanceof Integer n ->
            Stream.of(Optional.of(n - 1), Optional.of(n + 1));
        case Optional<?> _ -> Stream.of(Optional.of(1000));
        case Set<?> set when column.getName().equals("groups") ->
            EnumSet.allOf(Traits.Group.class).stream().filter(g -> !set.contains(g)).map(Set::of);
        case Set<?> set ->
            EnumSet.allOf(Traits.Beside.class).stream().map(beside -> toggled(set, beside));
        default -> Stream.of();
      };
    }

    private static Set<Object> toggled(Set<?> set, Object element) {
      var result = new HashSet<Object>(set);
      if (!result.remove(element)) {
        result.add(element);
      }
      return result;
    }

    private static Traits with(Traits truth, RecordComponent column, Object value)
        throws Exception {
      var columns = Traits.class.getRecordComponents();
      var values = new Object[columns.length];
      for (var n = 0; n < columns.length; n++) {
        values[n] =
            columns[n].getName().equals(column.getName())
                ? value
                : columns[n].getAccessor().invoke(truth);
      }
      var types = Arrays.stream(columns).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return Traits.class.getConstructor(types).newInstance(values);
    }
  }

  /// Tries to broadcast to one host.
  static final class Addressed {
    private Addressed() {}

    public static void main(String... words) throws Exception {
      try (var scene = Scene.open(jvm(Partner.class).command())) {
        var ground = Ground.prepare(scene, Traits.of("udp").orElseThrow(), 1);
        System.out.println(GroupTrials.broadcast(ground, "127.0.0.1"));
      }
    }
  }
}
