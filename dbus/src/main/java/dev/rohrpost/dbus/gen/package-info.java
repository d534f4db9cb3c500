/// The generator: a [Generation] makes Java of introspection documents, in a folder.
///
/// ```java
/// Generation.of(List.of(Path.of("org.bluez.Adapter.xml")))
///     .below("com.example.generated")
///     .write(Path.of("target/generated-sources")); // nothing is written if something is wrong
/// ```
///
/// For each interface there is one file:
///
/// | D-Bus | Java |
/// |---|---|
/// | interface | an interface, in a package that is called after it; `INTERFACE` is its name |
/// | method `StartUnit` | `startUnit(…)` |
/// | several results | a record `StartUnitResult` |
/// | property `Volume` | `volume()` and `setVolume(value)` |
/// | signal `Ended` | a record `Ended` that is a `Signal`; `Emitter.ended(…)` sends it |
/// | struct | a record that is called after its first use, and shared by all of the same types |
/// | an object of a peer | `Client`, which implements the interface |
/// | an object of this program | `exported(object)` |
///
/// Names follow rules that look only at the interface. A `_` is added to keywords, to names that
/// generated code needs, to members that `Object` and `AutoCloseable` have, and to names that are
/// taken. Further methods of a name have a number: `open2`. A property that shares its name, or
/// that of its setter, with a method is called `volumeProperty()`. Structs have fields `field1`,
/// `field2`, … unless [StructNames] has better ones.
///
/// A signal that came is made one of an interface by [dev.rohrpost.dbus.object.SignalReader].
///
/// Descriptors in results of a client belong to its caller. What an implementation returns is given
/// away, as [dev.rohrpost.dbus.object.ExportedObject] says: it returns a duplicate of what it goes
/// on using.
///
/// Generated code is `@NullMarked` and `@Generated`, uses no reflection, and compiles without
/// warnings. A module that has it requires `dev.rohrpost.dbus`.
package dev.rohrpost.dbus.gen;
