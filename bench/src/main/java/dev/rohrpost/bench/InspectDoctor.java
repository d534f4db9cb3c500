package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.inspect.doctor.Doctor;
import java.time.Duration;

/// A sample of the doctor in a warm JVM, with all that he makes of it, against the bare system
/// calls for one look.
final class InspectDoctor implements Benchmark {
  private static final int SAMPLES = 2; // in an examination

  @Override
  public String name() {
    return "inspect-doctor";
  }

  @Override
  public String what() {
    return "one of the doctor's two samples of " + Inspect.CROWD + " processes, on one processor";
  }

  @Override
  public Load load() {
    return new Load(20, 5, SAMPLES);
  }

  @Override
  public int crowd() {
    return Inspect.CROWD;
  }

  @Override
  public Target target() {
    return Target.times(1.3); // 200 ms where one look takes 150
  }

  @Override
  public Contestant baseline() {
    return new InC("inspect-look");
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        _ ->
            times -> {
              for (int i = 0; i < times; i += SAMPLES) {
                if (Doctor.examine(Duration.ofNanos(1)).picture().processes().isEmpty()) {
                  throw new IllegalStateException("not even this process");
                }
              }
            });
  }
}
