package org.gflownet.env.molecule;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The fragments that molecules are built of.
 *
 * <p>An <em>entry</em> is a fragment with the atom by which it attaches and the atoms of the stems
 * that it then offers; an atom may be listed more than once. Several entries may share one
 * <em>fragment</em>, a distinct SMILES; fragments are numbered in ASCII order of their SMILES. An
 * <em>attachment type</em> is a fragment and a listed atom of it.
 *
 * <p>Immutable and plain arrays, so it travels to executors by Java serialisation as it is.
 */
public final class FragmentVocabulary implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BYTES = 16 << 20;
  private static final String OWN = "fragments.json";

  private final String[] names;
  private final int[][] atoms;
  private final int[] fragmentOf;
  private final Fragment[] fragments;
  private final int[][] entriesOf;
  private final StemTypes types;

  FragmentVocabulary(
      String[] names, int[][] atoms, int[] fragmentOf, Fragment[] fragments, int[][] entriesOf) {
    this(names, atoms, fragmentOf, fragments, entriesOf, StemTypes.distinct(fragments));
  }

  private FragmentVocabulary(
      String[] names,
      int[][] atoms,
      int[] fragmentOf,
      Fragment[] fragments,
      int[][] entriesOf,
      StemTypes types) {
    this.names = names;
    this.atoms = atoms;
    this.fragmentOf = fragmentOf;
    this.fragments = fragments;
    this.entriesOf = entriesOf;
    this.types = types;
  }

  /**
   * Reads a vocabulary file: JSON with the columns {@code block_name}, {@code block_smi} and {@code
   * block_r}, or CSV with the header {@code name,smiles,atoms} and {@code ;} between atoms.
   *
   * @throws IllegalArgumentException if the file cannot be read, or on one line naming file, entry
   *     and fault
   */
  public static FragmentVocabulary load(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read the vocabulary " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** The vocabulary that comes with this program: common groups of medicinal chemistry. */
  public static FragmentVocabulary own() {
    try (InputStream in = FragmentVocabulary.class.getResourceAsStream(OWN)) {
      return read(OWN, in);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the resource " + OWN, e);
    }
  }

  private static FragmentVocabulary read(String source, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%s: a vocabulary file has at most %d bytes".formatted(source, MAX_BYTES));
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return parse(source, StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(source + ": not UTF-8 text", e);
    }
  }

  /**
   * Reads a vocabulary from the text of a file.
   *
   * @param source what errors call it
   * @throws IllegalArgumentException on one line naming source, entry and fault
   */
  public static FragmentVocabulary parse(String source, String text) {
    List<VocabularyEntry> entries = new VocabularyReader(source).read(text);
    return new VocabularyBuilder(source, entries).build();
  }

  /**
   * This vocabulary with the attachment types of the published code: offset of the fragment + atom,
   * where the offset grows by one more than the largest atom of each fragment's first entry.
   *
   * <p>Types of atoms beyond that bound fall into the next fragment's range, so distinct types may
   * share an id. For exact reproduction only.
   */
  public FragmentVocabulary withPublishedStemTypes() {
    int[] spans = new int[fragments.length];
    for (int f = 0; f < spans.length; f++) {
      for (int atom : atoms[entriesOf[f][0]]) {
        spans[f] = Math.max(spans[f], atom + 1);
      }
    }
    return new FragmentVocabulary(
        names, atoms, fragmentOf, fragments, entriesOf, StemTypes.published(fragments, spans));
  }

  /** Number V of entries. */
  public int numEntries() {
    return names.length;
  }

  /** Number of distinct fragments. */
  public int numFragments() {
    return fragments.length;
  }

  /** Number of attachment types; larger than every id. */
  public int numStemTypes() {
    return types.count();
  }

  /** What the file calls an entry. */
  public String name(int entry) {
    return names[entry];
  }

  /** Fragment of an entry. */
  public int fragment(int entry) {
    return fragmentOf[entry];
  }

  /** SMILES of a fragment. */
  public String smiles(int fragment) {
    return fragments[fragment].smiles();
  }

  /** The atom by which an entry attaches. */
  public int attachmentAtom(int entry) {
    return atoms[entry][0];
  }

  /** Number of stems that an entry offers once it is attached. */
  public int numStems(int entry) {
    return atoms[entry].length - 1;
  }

  /** Atom of a stem that an entry offers once it is attached. */
  public int stemAtom(int entry, int stem) {
    return atoms[entry][1 + stem];
  }

  /**
   * Attachment type of an atom of a fragment.
   *
   * @throws IllegalArgumentException if no entry lists the atom
   */
  public int stemType(int fragment, int atom) {
    int site = fragments[fragment].siteOf(atom);
    if (site < 0) {
      throw new IllegalArgumentException(
          "no entry of " + smiles(fragment) + " attaches by atom " + atom);
    }
    return types.id(fragment, site);
  }

  /** Entries that share a fragment, increasing. */
  int numEntriesOf(int fragment) {
    return entriesOf[fragment].length;
  }

  int entryOf(int fragment, int index) {
    return entriesOf[fragment][index];
  }

  Fragment structure(int fragment) {
    return fragments[fragment];
  }

  /**
   * The entry that attaches the fragment of another by a given atom: the first that does so by that
   * atom, else the first that does so by a symmetric one; -1 if there is none.
   */
  int translation(int entry, int atom) {
    Fragment fragment = fragments[fragmentOf[entry]];
    int symmetric = -1;
    for (int candidate : entriesOf[fragmentOf[entry]]) {
      if (attachmentAtom(candidate) == atom) {
        return candidate;
      }
      if (symmetric < 0 && fragment.areSymmetric(attachmentAtom(candidate), atom)) {
        symmetric = candidate;
      }
    }
    return symmetric;
  }
}
