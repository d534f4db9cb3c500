package dev.rohrpost.rpc.gen;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks the programs of a file.
final class Programs {
  private final Faults faults;
  private final Constants constants;
  private final Resolver resolver;
  private final List<Service.Program> programs = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<Long, String> numbers = new HashMap<>();

  Programs(Faults faults, Constants constants, Resolver resolver) {
    this.faults = faults;
    this.constants = constants;
    this.resolver = resolver;
  }

  List<Service.Program> programs() {
    return programs;
  }

  /// {@return what their procedures take and give}
  List<Type.Member> roots() {
    var roots = new ArrayList<Type.Member>();
    for (var program : programs) {
      for (var version : program.versions()) {
        for (var procedure : version.procedures()) {
          roots.addAll(procedure.parameters());
          roots.add(new Type.Member(procedure.place(), procedure.name(), procedure.result(), ""));
        }
      }
    }
    return roots;
  }

  void add(Tree.Program tree) {
    once(names, tree.name(), tree.place());
    var number = number(tree.number(), "program", numbers, tree.name());
    var versions = new ArrayList<Service.Version>();
    var versionNames = new HashSet<String>();
    var versionNumbers = new HashMap<Long, String>();
    for (var version : tree.versions()) {
      once(versionNames, version.name(), version.place());
      versions.add(
          new Service.Version(
              version.place(),
              version.name(),
              number(version.number(), "version", versionNumbers, version.name()),
              procedures(version)));
    }
    programs.add(new Service.Program(tree.place(), tree.name(), number, List.copyOf(versions)));
  }

  private List<Service.Procedure> procedures(Tree.Version version) {
    var procedures = new ArrayList<Service.Procedure>();
    var procedureNames = new HashSet<String>();
    var procedureNumbers = new HashMap<Long, String>();
    for (var tree : version.procedures()) {
      once(procedureNames, tree.name(), tree.place());
      var number = number(tree.number(), "procedure", procedureNumbers, tree.name());
      var procedure =
          new Service.Procedure(
              tree.place(), tree.name(), number, result(version, tree), parameters(version, tree));
      if (number == 0
          && !(procedure.parameters().isEmpty() && procedure.result() == Type.Plain.VOID)) {
        faults.add(tree.place(), "procedure 0 must be void " + tree.name() + "(void)");
      }
      procedures.add(procedure);
    }
    return List.copyOf(procedures);
  }

  private Type result(Tree.Version version, Tree.Procedure tree) {
    var name = version.name() + "_" + tree.name() + "_result";
    var type = resolver.type(tree.result(), name, tree.place(), 0);
    resolver.finish();
    return type;
  }

  private List<Type.Member> parameters(Tree.Version version, Tree.Procedure tree) {
    var parameters = new ArrayList<Type.Member>();
    var seen = new HashSet<String>();
    for (var each : tree.parameters()) {
      var name = each.name();
      if (name.isEmpty()) {
        name = tree.parameters().size() == 1 ? "argument" : "argument" + (parameters.size() + 1);
      }
      once(seen, name, each.place());
      var type =
          resolver.type(
              each.type(), version.name() + "_" + tree.name() + "_" + name, each.place(), 0);
      parameters.add(new Type.Member(each.place(), name, type, each.text()));
      resolver.finish();
    }
    return List.copyOf(parameters);
  }

  private void once(Set<String> seen, String name, Place place) {
    if (!seen.add(name)) {
      faults.add(place, name + " is declared twice");
    }
  }

  private long number(Tree.Numeral tree, String what, Map<Long, String> seen, String name) {
    var number = constants.value(tree);
    if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(Resolver.UNBOUNDED)) > 0) {
      faults.add(tree.place(), what + " " + number + ": it may be 0 to " + Resolver.UNBOUNDED);
      return 0;
    }
    var other = seen.putIfAbsent(number.longValue(), name);
    if (other != null) {
      faults.add(tree.place(), what + " " + number + " is " + other + " already");
    }
    return number.longValue();
  }
}
