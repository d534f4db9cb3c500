/// XDR, the external data representation of RFC 4506: a [XdrWriter], a [XdrReader], and codecs that
/// join them to a type. No sockets: usable for files, and for protocols that use XDR without RPC.
///
/// Every item is a multiple of four bytes, with the most significant byte first. The reader trusts
/// nothing: each length is compared with its bound and with what is left before anything is
/// allocated, and what it allocates is at most [XdrReader#AMPLIFICATION] times the input.
///
/// No argument may be null. Readers and writers are for one thread at a time.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4506">RFC 4506</a>
package dev.rohrpost.xdr;
