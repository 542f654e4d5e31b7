package org.gflownet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The TCP sockets that a process of this Linux machine listens on. */
public final class Sockets {
  private static final String LISTENING = "0A";

  private Sockets() {}

  /** Addresses that a process listens on, one for each socket. */
  public static List<InetAddress> listening(long pid) {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (String socket : sockets(pid)) {
        addresses.add(address(socket.split(":", -1)[0]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return addresses;
  }

  /** Ports that a process listens on. */
  public static List<Integer> listeningPorts(long pid) {
    return sockets(pid).stream()
        .map(socket -> Integer.parseInt(socket.split(":", -1)[1], 16))
        .distinct()
        .toList();
  }

  /** Local addresses and ports in the kernel's hexadecimal. */
  private static List<String> sockets(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> own = inodes(process.resolve("fd"));
    List<String> sockets = new ArrayList<>();
    try {
      for (String table : List.of("net/tcp", "net/tcp6")) {
        for (String line : Files.readAllLines(process.resolve(table))) {
          String[] fields = line.strip().split("\\s+", -1);
          if (fields[3].equals(LISTENING) && own.contains(fields[9])) {
            sockets.add(fields[1]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sockets;
  }

  private static Set<String> inodes(Path descriptors) {
    Set<String> inodes = new HashSet<>();
    try (var files = Files.list(descriptors)) {
      for (Path file : files.toList()) {
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (java.nio.file.NoSuchFileException e) {
      // Closed since the directory was listed.
      return inodes(descriptors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inodes;
  }

  /** The kernel writes an address as words of 32 bits, each in this machine's order of bytes. */
  private static InetAddress address(String hex) throws IOException {
    byte[] words = HexFormat.of().parseHex(hex);
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = words[(i & ~3) + 3 - (i & 3)];
    }
    return InetAddress.getByAddress(bytes);
  }
}
