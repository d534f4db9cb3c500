package dev.rohrpost.inspect.doctor;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;

/// Processes that the doctor is called to, side by side. Closing kills them, and removes what they
/// leave.
final class Ward implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Long enough for who only pauses to show it.
  static final Duration INTERVAL = Duration.ofMillis(300);

  private static final String CALL =
      """

      scenario = globals()[sys.argv[1]]
      scenario(*sys.argv[2:2 + scenario.__code__.co_argcount])
      """;

  private final Path folder;
  private final List<Patient> patients = new ArrayList<>();

  /// Opens one.
  ///
  /// @param folder where its patients may make files
  Ward(Path folder) {
    this.folder = folder;
  }

  /// One scenario, with all its processes.
  ///
  /// @param name what it plays
  /// @param program the first of its processes
  /// @param pids of those that it has told about
  /// @param objects what must be removed, by kind: `queue`, `segment`, `semaphores`
  record Patient(
      String name, Running program, List<Integer> pids, Map<String, List<Integer>> objects) {
    /// Returns the number of the only object of a kind.
    int object(String kind) {
      return objects.getOrDefault(kind, List.of()).getFirst();
    }

    /// Returns all processes, with those that were not told about.
    Set<Integer> everybody() {
      var all = new HashSet<>(pids);
      program.handle().descendants().forEach(process -> all.add((int) process.pid()));
      return all;
    }
  }

  List<Patient> patients() {
    return patients;
  }

  /// Starts a scenario written in Python.
  ///
  /// @param theme the file, such as `knots`
  /// @param scenario the function
  Patient admit(String theme, String scenario) {
    var program =
        Python.source(Ward.class, "common.py") + Python.source(Ward.class, theme + ".py") + CALL;
    try {
      var own = Files.createTempDirectory(folder, scenario);
      return admit(scenario, Python.start(program, scenario, own.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a scenario written in C.
  Patient admitC(String source, String... arguments) {
    var program = CProgram.of(Ward.class, source).toString();
    return admit(source, Foreign.start(program, arguments));
  }

  /// Starts a scenario written in Java.
  Patient admit(Class<?> main) {
    return admit(main.getSimpleName(), Jvm.of(main).start());
  }

  private Patient admit(String name, Running program) {
    var pids = new ArrayList<Integer>();
    var objects = new HashMap<String, List<Integer>>();
    var patient = new Patient(name, program, pids, objects);
    patients.add(patient);
    pids.add((int) program.pid());
    for (var word : line(program).split(" ", -1)) {
      if (word.matches("\\d+")) {
        pids.add(Integer.parseInt(word));
      } else if (word.contains("=")) {
        var parts = word.split("=", 2);
        objects.put(
            parts[0], Arrays.stream(parts[1].split(",", -1)).map(Integer::parseInt).toList());
      }
    }
    return patient;
  }

  private static String line(Running program) {
    try {
      return program.line(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// Calls the doctor until he is content with what he finds, or patience is at its end.
  static Diagnosis examineUntil(Predicate<Diagnosis> content)
      throws UnixException, InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var diagnosis = Doctor.examine(INTERVAL);
      if (content.test(diagnosis) || System.nanoTime() > end) {
        return diagnosis;
      }
    }
  }

  /// Tells whether a finding that could be proven is: by root, outside of containers.
  static boolean isProven(Finding finding) {
    return finding.tier() == Tier.PROVEN || (finding.tier() == Tier.LIKELY && !seesEverybody());
  }

  private static boolean seesEverybody() {
    try {
      var namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      return UnistdH.geteuid() == 0 && namespace.endsWith("pid:[4026531836]");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the findings that name a process of a patient.
  static List<Finding> findingsAbout(Patient patient, Diagnosis diagnosis) {
    var pids = patient.everybody();
    return diagnosis.findings().stream()
        .filter(finding -> finding.processes().stream().anyMatch(one -> pids.contains(one.pid())))
        .toList();
  }

  /// Returns the only finding about a patient.
  static Finding only(Patient patient, Diagnosis diagnosis) {
    var findings = findingsAbout(patient, diagnosis);
    Assertions.assertThat(findings).as(patient.name()).hasSize(1);
    return findings.getFirst();
  }

  static Set<Integer> pids(Finding finding) {
    return finding.processes().stream().map(ProcessInfo::pid).collect(Collectors.toSet());
  }

  /// Returns all that a finding says, for people to read in a failed test.
  static String text(Finding finding) {
    return finding.symptom()
        + " "
        + finding.tier()
        + " "
        + finding.severity()
        + " "
        + pids(finding)
        + "\n  "
        + String.join("\n  ", finding.evidence())
        + "\n  not higher: "
        + finding.whyNotHigher()
        + "\n  advice: "
        + finding.advice();
  }

  @Override
  public void close() {
    for (var patient : patients) {
      patient.program().handle().descendants().forEach(ProcessHandle::destroyForcibly);
      patient.pids().forEach(Ward::kill);
      patient.program().close();
      patient.objects().forEach((kind, ids) -> ids.forEach(id -> remove(kind, id)));
    }
  }

  private static void kill(int pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void remove(String kind, int id) {
    var option =
        switch (kind) {
          case "queue" -> "-q";
          case "segment" -> "-m";
          default -> "-s";
        };
    try {
      Foreign.run(PATIENCE, "ipcrm", option, Integer.toString(id));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
