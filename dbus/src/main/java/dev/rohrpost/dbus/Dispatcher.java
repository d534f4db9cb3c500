package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What comes unasked, and whom it concerns: signals, changes of owners, names won and lost, calls.
/// Everything is guarded by the lock of the connection.
final class Dispatcher {
  /// Of how many names without a use the owners are followed.
  private static final int MOST_IDLE_OWNERS = 64;

  private final Connection connection;
  private final Map<String, BusRule> rules = new LinkedHashMap<>();
  private final Map<String, NameOwner> owners = new LinkedHashMap<>();
  private final Map<String, NameState> names = new LinkedHashMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Exports exports;
  private @Nullable Tap tap;

  Dispatcher(Connection connection) {
    this.connection = connection;
    this.exports = new Exports(connection);
  }

  /// {@return whether somebody has to read although nobody waits}
  boolean wantsMessages() {
    return tap != null || !subscriptions.isEmpty() || !names.isEmpty() || exports.wantsCalls();
  }

  /// Has messages taken before anybody looks at them.
  void tap(Tap by) {
    tap = by;
  }

  /// {@return whether the message that came last was taken so; without the lock}
  boolean isTapped(Inbox inbox) throws WireException {
    return tap != null && tap.takes(inbox);
  }

  Exports exports() {
    return exports;
  }

  /// Follows who owns a name, for a call that is about to be added.
  ///
  /// @return null if the name cannot change its owner
  @Nullable NameOwner ownerOf(String name) {
    return Names.isUnique(name) || name.equals(Driver.NAME) ? null : follow(name);
  }

  /// Follows who owns a name. First the bus is asked to tell changes, then who it is: so there is
  /// no moment in between. Both leave before what is sent next, so nothing waits for them.
  private NameOwner follow(String name) {
    var owner = owners.get(name);
    if (owner == null || owner.rule.refusal != null) {
      makeRoomForOwner();
      owner = new NameOwner(name, acquire(Driver.ownerChanges(name)));
      owners.put(name, owner);
      var asked = owner;
      ask(
          owner,
          (failure, text) -> {
            asked.isKnown = true;
            asked.current = failure == null ? text : null;
          });
    }
    owner.uses++;
    return owner;
  }

  private void ask(NameOwner owner, PendingCall.Completion completion) {
    connection.post(Driver.call("GetNameOwner").with("s", owner.name), completion);
  }

  private void makeRoomForOwner() {
    if (owners.size() < MOST_IDLE_OWNERS) {
      return;
    }
    for (var each = owners.values().iterator(); each.hasNext(); ) {
      var owner = each.next();
      if (owner.uses == 0) {
        each.remove();
        release(owner.rule);
        return;
      }
    }
  }

  /// The name is not used any more by one who has asked.
  void release(@Nullable NameOwner owner) {
    if (owner != null) {
      owner.uses--;
    }
  }

  private BusRule acquire(MatchRule wanted) {
    var rule = rules.computeIfAbsent(wanted.toString(), BusRule::new);
    if (rule.count++ == 0) {
      tell(rule);
    }
    return rule;
  }

  private void tell(BusRule rule) {
    connection.post(
        Driver.call("AddMatch").with("s", rule.text),
        (failure, text) -> {
          rule.isAnswered = true;
          if (failure != null) {
            refused(rule, failure);
          }
        });
  }

  private void refused(BusRule rule, DbusException failure) {
    rule.refusal = failure;
    rules.remove(rule.text, rule);
    for (var owner : owners.values()) {
      if (owner.rule == rule) {
        connection.calls.fail(owner, failure);
      }
    }
    subscriptions.forEach(subscription -> subscription.refused(rule));
  }

  private void release(BusRule rule) {
    if (--rule.count == 0 && rules.remove(rule.text, rule)) {
      connection.post(Driver.call("RemoveMatch").with("s", rule.text), null);
    }
  }

  /// Adds a subscription; it is active when the bus has answered.
  void add(Subscription subscription) {
    var rule = subscription.rule();
    var sender = rule.followedSender();
    subscription.begin(acquire(rule), sender == null ? null : follow(sender));
    subscriptions.add(subscription);
  }

  /// Adds a subscription where there is no bus to be told.
  void addWithoutBus(Subscription subscription) {
    var rule = new BusRule(subscription.rule().toString());
    rule.count = 1;
    rule.isAnswered = true;
    subscription.begin(rule, null);
    subscriptions.add(subscription);
    connection.watch();
  }

  void remove(Subscription subscription, BusRule rule, @Nullable NameOwner owner) {
    if (subscriptions.remove(subscription)) {
      release(rule);
      release(owner);
      if (owner != null && owner.uses == 0 && Names.isUnique(owner.name)) {
        owners.remove(owner.name, owner); // it never comes back
        release(owner.rule);
      }
    }
  }

  NameState hold(String name) {
    var state = names.computeIfAbsent(name, NameState::new);
    state.holders++;
    return state;
  }

  /// {@return whether nobody holds the name any more}
  boolean letGo(NameState state) {
    return --state.holders == 0 && names.remove(state.name, state);
  }

  /// Takes a signal.
  void signal(Inbox inbox) throws WireException {
    connection.lock.lock();
    try {
      if (connection.comesBack) {
        return; // of the bus that is gone
      }
      var header = inbox.header();
      if (Driver.NAME.equals(header.sender()) && Driver.NAME.equals(header.interfaceName())) {
        fromDriver(header, inbox);
      }
      deliver(header, inbox);
    } catch (LazyArguments.Malformed e) {
      throw e.cause;
    } finally {
      connection.lock.unlock();
    }
  }

  /// The last one that wants it gets the message, the others copies.
  private void deliver(Header header, Inbox inbox) {
    Message message = null;
    Subscription last = null;
    var arguments = new LazyArguments(inbox);
    for (var i = 0; i < subscriptions.size(); i++) {
      var subscription = subscriptions.get(i);
      if (!subscription.wants(header, arguments)) {
        continue;
      }
      if (message == null) {
        message = inbox.take();
        arguments.moved(message);
      } else if (last != null) {
        last.putCopy(message);
      }
      last = subscription;
    }
    if (last != null && message != null) {
      last.put(message);
    }
  }

  private void fromDriver(Header header, Inbox inbox) throws WireException {
    var member = String.valueOf(header.member());
    if (!member.startsWith("Name")) {
      return;
    }
    var arguments = Arguments.decode(inbox.body(), header.signature());
    var signature = header.signature().toString();
    if (member.equals("NameOwnerChanged") && signature.equals("sss")) {
      var owner = owners.get((String) arguments.getFirst());
      if (owner != null) {
        ownerChanged(owner, (String) arguments.get(1), (String) arguments.get(2));
      }
    } else if (signature.equals("s")) {
      var state = names.get((String) arguments.getFirst());
      if (state != null && (member.equals("NameAcquired") || member.equals("NameLost"))) {
        state.isHeard = true;
        state.isOwned = member.equals("NameAcquired");
        connection.wakeAllThatAreDone();
      }
    }
  }

  private void ownerChanged(NameOwner owner, String former, String next) {
    if (!former.isEmpty()) {
      connection.calls.ownerLost(owner, former);
    }
    owner.current = next.isEmpty() ? null : next;
    tellOwner(owner, former);
  }

  private void tellOwner(NameOwner owner, String former) {
    for (var subscription : subscriptions) {
      if (subscription.follows(owner)) {
        subscription.put(
            new Event.OwnerChanged(
                owner.name,
                Optional.of(former).filter(name -> !name.isEmpty()),
                Optional.ofNullable(owner.current)));
      }
    }
  }

  /// The connection was lost, and is renewed: nothing is known any more of owners and rules.
  void interrupted() {
    for (var owner : owners.values()) {
      var former = owner.current;
      owner.current = null;
      owner.isKnown = false;
      if (former != null) {
        tellOwner(owner, former);
      }
    }
    for (var subscription : List.copyOf(subscriptions)) {
      var sender = subscription.rule().get(MatchRule.SENDER);
      if (sender != null && Names.isUnique(sender)) {
        subscription.end("the bus that had " + sender + " is gone");
        subscription.leave();
      }
    }
    for (var each = owners.values().iterator(); each.hasNext(); ) {
      var owner = each.next();
      if (owner.uses == 0) {
        each.remove();
        release(owner.rule);
      }
    }
    rules.values().forEach(rule -> rule.isAnswered = false);
    names.values().forEach(NameState::interrupted);
    exports.interrupted();
  }

  /// Tells the next bus everything: names, rules, and of whom the owners have to be known. Objects
  /// are there before their names are. What comes is not read before this is done.
  void renew() {
    names.values().stream().filter(NameState::isWanted).forEach(this::request);
    rules.values().forEach(this::tell);
    owners
        .values()
        .forEach(owner ->
            ask(
                owner,
                (failure, text) -> {
                  owner.isKnown = true;
                  if (failure == null && !text.equals(owner.current)) {
                    owner.current = text;
                    tellOwner(owner, "");
                  }
                }));
    subscriptions.forEach(Subscription::putGap);
  }

  private void request(NameState state) {
    connection.post(
        Driver.call("RequestName").with("su", state.name, state.flags),
        (failure, text) -> {
          state.isRenewed = false; // whose it is was told before
          connection.wakeAllThatAreDone();
        });
  }

  /// Tells everybody that nothing comes any more.
  void disconnected(DbusDisconnectedException why) {
    subscriptions.forEach(subscription -> subscription.end(why.text()));
    names.values().forEach(NameState::lose);
    exports.disconnected();
    if (tap != null) {
      tap.end(why.text());
    }
  }

  /// How many owners are followed, for tests.
  int ownersFollowed() {
    return owners.size();
  }
}
