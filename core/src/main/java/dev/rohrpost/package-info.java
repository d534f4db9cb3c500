/// The words of the system: errno, signals, and the failure of a call.
///
/// Arguments of reference type must not be null, here and in every package of this library, unless
/// a parameter says otherwise. Objects of this package are immutable.
package dev.rohrpost;
