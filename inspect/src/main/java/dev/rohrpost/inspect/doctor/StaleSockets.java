package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysStatH;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds files of sockets that nobody has, where such files usually are. No connection is tried.
final class StaleSockets implements Doctor.Check {
  private static final List<Path> FOLDERS = List.of(Path.of("/run"), Path.of("/tmp"));
  private static final Pattern MOUNT = Pattern.compile("^\\d+ \\d+ (\\d+):(\\d+) .* - (\\S+) ");
  private static final Set<String> OTHERWISE_NUMBERED = Set.of("overlay", "btrfs", "bcachefs");
  private static final int DEPTH = 3;
  private static final int MOST_FILES = 10_000;
  private static final int MOST_NAMED = 20;

  @Override
  public void examine(Visit visit, List<Finding> found) {
    var picture = visit.after().picture();
    if (picture.unknown().stream().anyMatch(gap -> gap.matter() == Unknown.Matter.SOCKETS)) {
      return; // somebody may have it where this process cannot look
    }
    Map<Long, List<Long>> devices = new HashMap<>(); // by inode
    var names = new HashSet<String>();
    for (var object : picture.objects()) {
      if (object instanceof IpcSocket.UnixSocket socket) {
        socket
            .file()
            .ifPresent(file ->
                devices.computeIfAbsent(file.inode(), _ -> new ArrayList<>(1)).add(file.device()));
        names.add(socket.name());
      }
    }
    var plain = plainDevices(visit.proc());
    var stale = new ArrayList<Path>();
    for (var file : files()) {
      var stat = visit.proc().linkStat(FcntlH.AT_FDCWD, file.toString());
      if (stat != null
          && stat.is(SysStatH.S_IFSOCK)
          && devices.getOrDefault(stat.inode(), List.of()).stream()
              .noneMatch(device -> device == stat.device() || !plain.contains(device))
          && !names.contains(file.toString())) {
        stale.add(file);
      }
    }
    if (!stale.isEmpty()) {
      found.add(finding(stale));
    }
  }

  /// Returns the devices of which `stat` gives the number that the kernel gives. Inodes of others
  /// must do alone.
  private static Set<Long> plainDevices(Proc proc) {
    var mounts = proc.text(FcntlH.AT_FDCWD, "/proc/self/mountinfo");
    var plain = new HashSet<Long>();
    for (var mount : (mounts == null ? "" : mounts).split("\n", -1)) {
      var found = MOUNT.matcher(mount);
      if (found.find() && !OTHERWISE_NUMBERED.contains(found.group(3))) {
        plain.add(Fields.device(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))));
      }
    }
    return plain;
  }

  /// Returns what may be such files, the newest first.
  private static List<Path> files() {
    var files = new TreeMap<FileTime, List<Path>>(Comparator.reverseOrder());
    var collector = collector(files);
    for (var folder : FOLDERS) {
      try {
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, collector);
      } catch (IOException _) {
        // It is not there.
      }
    }
    return files.values().stream().flatMap(List::stream).toList();
  }

  private static FileVisitor<Path> collector(Map<FileTime, List<Path>> files) {
    return new SimpleFileVisitor<>() {
      private int seen;

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isOther()) {
          files.computeIfAbsent(attributes.lastModifiedTime(), _ -> new ArrayList<>(1)).add(file);
        }
        return ++seen < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
        return FileVisitResult.CONTINUE; // also where the folder went meanwhile
      }
    };
  }

  private static Finding finding(List<Path> stale) {
    var evidence = new ArrayList<String>();
    stale.stream()
        .limit(MOST_NAMED)
        .forEach(file -> evidence.add(file + " is the file of a socket that is not there"));
    if (stale.size() > MOST_NAMED) {
      evidence.add("and so are " + (stale.size() - MOST_NAMED) + " more");
    }
    return new Finding(
        Symptom.STALE_SOCKET,
        Tier.LIKELY,
        Severity.INFO,
        List.of(),
        List.of(),
        List.copyOf(evidence),
        "files were matched by their numbers and names",
        "remove the files that nobody will bind again");
  }
}
