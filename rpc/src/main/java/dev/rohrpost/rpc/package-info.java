/// Remote procedure calls as RFC 5531 defines them.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531">RFC 5531</a>
package dev.rohrpost.rpc;
