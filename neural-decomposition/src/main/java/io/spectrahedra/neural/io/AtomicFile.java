package io.spectrahedra.neural.io;

import io.spectrahedra.neural.data.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are written as a whole or not at all: whatever goes wrong, an old file stays. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Checks that a file could be written there, before the work whose result it is.
   *
   * @param inputs files that are read for that work and must not be replaced
   * @throws InputException if the folder does not exist or takes no file, something else than a
   *     file is in the way, or it is one of the inputs
   */
  public static void requireWritable(Path file, Path... inputs) {
    try {
      for (Path input : inputs) {
        if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
          throw new IOException("it is the file that is read");
        }
      }
      Path probe = temporary(file);
      Files.createFile(probe);
      Files.delete(probe);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /**
   * Writes the text as UTF-8 to a file beside it and moves that into place.
   *
   * @throws InputException if that fails; nothing half-written is left
   */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes the content to a file beside it and moves that into place.
   *
   * @throws InputException if that fails; nothing half-written is left
   */
  public static void write(Path file, Content content) {
    try {
      Path temporary = temporary(file);
      try {
        fill(temporary, content);
        Files.move(
            temporary,
            Files.exists(file) ? file.toRealPath() : file,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static void fill(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  /** A name that no other file has, in the folder of the file that is to be replaced. */
  private static Path temporary(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          Files.isDirectory(file) ? "it is a folder" : "it is not a regular file");
    }
    Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(place) && !Files.isWritable(place)) {
      throw new AccessDeniedException(place.toString());
    }
    Path name = place.getFileName();
    if (name == null) {
      throw new IOException("it is a folder");
    }
    return place.resolveSibling(
        "." + name + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
  }

  private static InputException failure(Path file, IOException e) {
    String reason = e.getMessage();
    if (e instanceof NoSuchFileException) {
      reason = "there is no folder " + file.toAbsolutePath().getParent();
    } else if (e instanceof AccessDeniedException) {
      reason = "permission denied";
    }
    return new InputException("cannot write " + file + ": " + reason, e);
  }
}
