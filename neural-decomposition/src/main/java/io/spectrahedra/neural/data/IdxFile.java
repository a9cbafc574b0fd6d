package io.spectrahedra.neural.data;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Numbers in the idx format of the MNIST files: two zero bytes, the type of the entries, the number
 * of dimensions, the dimensions as big-endian integers, the first of which counts the samples, and
 * the entries, the last index fastest. What is packed by gzip is unpacked on the way.
 *
 * @param shape the dimensions that the file has
 * @param values a row a sample read
 * @param sha256 of the file, in hexadecimal
 */
public record IdxFile(Path file, int[] shape, DenseMatrix values, String sha256) {
  /** Entries of a sample, more than any image has: a larger number is damage. */
  private static final int MAX_FEATURES = 1 << 24;

  /** Arrays of a few more elements do not exist on every virtual machine. */
  private static final int MAX_ENTRIES = Integer.MAX_VALUE - 8;

  /** What is made room for before it has been read, which a damaged header may promise. */
  private static final int ROOM = 1 << 20;

  /** What the third byte says of the entries. */
  private enum Type {
    UNSIGNED_BYTE(0x08, 1),
    BYTE(0x09, 1),
    SHORT(0x0B, 2),
    INT(0x0C, 4),
    FLOAT(0x0D, 4),
    DOUBLE(0x0E, 8);

    final int code;
    final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    double next(ByteBuffer entries) {
      return switch (this) {
        case UNSIGNED_BYTE -> entries.get() & 0xff;
        case BYTE -> entries.get();
        case SHORT -> entries.getShort();
        case INT -> entries.getInt();
        case FLOAT -> entries.getFloat();
        case DOUBLE -> entries.getDouble();
      };
    }
  }

  /** Whether a file begins as these do, which no text does. */
  public static boolean isIdx(DataFile data) {
    try (InputStream bytes = data.open().stream()) {
      byte[] magic = bytes.readNBytes(4);
      return magic.length == 4 && magic[0] == 0 && magic[1] == 0;
    } catch (IOException e) {
      throw DataFile.unreadable(data.path(), e);
    }
  }

  /** Whether a file begins as these do. */
  public static boolean isIdx(Path file) {
    return isIdx(DataFile.of(file));
  }

  /**
   * Reads all samples, and keeps the first of them.
   *
   * @param limit how many are kept at most
   * @throws InputException if the file cannot be read, is none of these, or has not as many entries
   *     as it says
   */
  public static IdxFile read(Path file, int limit) {
    return read(DataFile.of(file), limit);
  }

  /** Reads all samples, and keeps the first of them; errors as {@link #read(Path, int)}. */
  public static IdxFile read(DataFile data, int limit) {
    if (limit < 1) {
      throw new InputException("the number of samples to read must be positive, was " + limit);
    }
    Path file = data.path();
    DataFile.Reading source = data.open();
    try (DataInputStream bytes = new DataInputStream(source.stream())) {
      Header header = Header.read(file, bytes);
      DenseMatrix values = header.readValues(file, bytes, limit);
      if (bytes.read() >= 0) {
        throw new InputException(
            file + ": there are more bytes than " + header + " entries, as its header says, take");
      }
      return new IdxFile(file, header.shape, values, source.finishDigest(bytes));
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  /** What comes before the entries. */
  private record Header(Type type, int[] shape) {
    static Header read(Path file, DataInputStream bytes) throws IOException {
      byte[] magic = bytes.readNBytes(4);
      if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
        throw new InputException(file + " is no idx file: these begin with two zero bytes");
      }
      Type type =
          Arrays.stream(Type.values())
              .filter(each -> each.code == magic[2])
              .findFirst()
              .orElseThrow(
                  () ->
                      new InputException(
                          String.format(
                              "%s: no idx file has entries of type 0x%02X", file, magic[2])));
      if (magic[3] < 1) {
        throw new InputException(
            file + ": the number of dimensions must lie in 1 to 127, was " + (magic[3] & 0xff));
      }
      int[] shape = new int[magic[3]];
      double features = 1;
      for (int k = 0; k < shape.length; k++) {
        shape[k] = dimension(file, bytes, k);
        features *= k == 0 ? 1 : shape[k];
      }
      if (features > MAX_FEATURES) {
        throw new InputException(
            file + ": samples of " + new Header(type, shape) + " entries are too large");
      }
      return new Header(type, shape);
    }

    private static int dimension(Path file, DataInputStream bytes, int k) throws IOException {
      try {
        int dimension = bytes.readInt();
        if (dimension < 1) {
          throw new InputException(
              file + ": dimension " + (k + 1) + " must be positive, was " + dimension);
        }
        return dimension;
      } catch (EOFException e) {
        throw new InputException(file + ": the file ends in its header", e);
      }
    }

    int features() {
      return Arrays.stream(shape).skip(1).reduce(1, (product, size) -> product * size);
    }

    DenseMatrix readValues(Path file, InputStream bytes, int limit) throws IOException {
      int kept = Math.min(limit, shape[0]);
      int features = features();
      if ((double) kept * features > MAX_ENTRIES) {
        throw new InputException(
            file + ": " + this + " entries are too many for one array: read fewer samples");
      }
      int entries = kept * features;
      double[] values = new double[Math.min(entries, Math.max(features, ROOM))];
      byte[] sample = new byte[features * type.bytes];
      for (int i = 0; i < shape[0]; i++) {
        if (bytes.readNBytes(sample, 0, sample.length) < sample.length) {
          throw new InputException(
              file + ": the file ends in sample " + i + " of " + shape[0] + ", counted from 0");
        }
        if (i < kept) {
          if ((i + 1) * features > values.length) {
            values = Arrays.copyOf(values, (int) Math.min(2L * values.length, (long) entries));
          }
          ByteBuffer next = ByteBuffer.wrap(sample);
          for (int e = i * features; e < (i + 1) * features; e++) {
            values[e] = type.next(next);
          }
        }
      }
      return DenseMatrix.wrap(values, kept, features);
    }

    /** "60000 x 28 x 28". */
    @Override
    public String toString() {
      return IdxFile.toString(shape);
    }
  }

  private static String toString(int[] shape) {
    return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
  }

  /**
   * Training data of which this is the features.
   *
   * @param labels a whole number for each sample: its class
   * @throws InputException if they are not
   */
  public Dataset labelled(IdxFile labels) {
    if (labels.shape.length != 1 || labels.shape[0] != shape[0]) {
      throw new InputException(
          labels.file
              + " must have a label for each of the "
              + shape[0]
              + " samples of "
              + file
              + ", has "
              + toString(labels.shape));
    }
    double[] label = labels.values.data();
    for (int i = 0; i < label.length; i++) {
      if (label[i] != (int) label[i]) {
        throw new InputException(
            labels.file + ": label " + i + " must be a whole number, was " + label[i]);
      }
    }
    int[] classes = Arrays.stream(label).mapToInt(each -> (int) each).sorted().distinct().toArray();
    double[] places =
        Arrays.stream(label).map(each -> Arrays.binarySearch(classes, (int) each)).toArray();
    return new Dataset(
        IntStream.rangeClosed(1, values.cols).mapToObj(j -> "x" + j).toList(),
        List.of("label"),
        values,
        DenseMatrix.wrap(places, places.length, 1),
        Arrays.stream(classes).mapToObj(Integer::toString).toList(),
        sha256);
  }
}
