// cc: -I/usr/include/tirpc -ltirpc
// A reply of READDIRPLUS with 100 entries is written to memory and read again, by what rpcgen makes
// of src/main/x/readdirplus.x: `rpcgen -h` the header, `rpcgen -c` the code.
#include "bench.h"
#include "readdirplus_xdr.c"

enum { ENTRIES = 100, ROOM = 1 << 16 };

static READDIRPLUS3res sent;
static char memory[ROOM];

static post_op_attr attributes(int i) {
  return (post_op_attr){
      .attributes_follow = TRUE,
      .post_op_attr_u.attributes = {
          .type = NF3REG,
          .mode = 0644,
          .nlink = 1,
          .uid = 1000,
          .gid = 1000,
          .size = 4096L * i,
          .used = 4096L * i,
          .fsid = 0x1234,
          .fileid = 1000 + i,
          .atime = {1700000000, i},
          .mtime = {1700000000, i},
          .ctime = {1700000000, i}}};
}

static void prepare(void) {
  static entryplus3 entries[ENTRIES];
  static char names[ENTRIES][32];
  static char handle[32];
  READDIRPLUS3resok *ok = &sent.READDIRPLUS3res_u.resok;
  ok->dir_attributes = attributes(0);
  ok->reply.entries = entries;
  ok->reply.eof = TRUE;
  for (int i = 0; i < ENTRIES; i++) {
    snprintf(names[i], sizeof names[i], "a-file-of-name-%d.txt", 100 + i);
    entries[i] = (entryplus3){
        .fileid = 1000 + i,
        .name = names[i],
        .cookie = i + 1,
        .name_attributes = attributes(i),
        .name_handle = {.handle_follows = TRUE, .post_op_fh3_u.handle.data = {32, handle}},
        .nextentry = i + 1 < ENTRIES ? &entries[i + 1] : NULL};
  }
}

static void work(long times) {
  while (times-- > 0) {
    READDIRPLUS3res got = {0};
    XDR xdrs;
    xdrmem_create(&xdrs, memory, ROOM, XDR_ENCODE);
    if (!xdr_READDIRPLUS3res(&xdrs, &sent))
      errx(1, "not written");
    u_int size = xdr_getpos(&xdrs);
    xdrmem_create(&xdrs, memory, size, XDR_DECODE);
    if (!xdr_READDIRPLUS3res(&xdrs, &got) || xdr_getpos(&xdrs) != size)
      errx(1, "not read");
    xdr_free((xdrproc_t)xdr_READDIRPLUS3res, (char *)&got);
  }
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  prepare();
  measure(work);
}
