package dev.portside.platform;

import dev.portside.Internal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Facts as data: a small table of text beside the class that reads it. Cells are separated by
 * {@code |} and trimmed; the first row names the columns; lines that begin with {@code #} say where
 * the facts come from.
 */
@Internal
public final class Table {

  /** One row of a table. */
  public static final class Row {

    private final Map<String, Integer> columns;
    private final String[] cells;

    private Row(Map<String, Integer> columns, String[] cells) {
      this.columns = columns;
      this.cells = cells;
    }

    /**
     * Returns the cell of that column; empty when nothing is in it.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    public String get(String column) {
      Integer index = columns.get(column);
      if (index == null) {
        throw new IllegalArgumentException("no column " + column + " in " + columns.keySet());
      }
      return cells[index];
    }

    /**
     * Returns whether a release is in the row's columns {@code since} and {@code until}
     * (exclusive).
     */
    public boolean holdsAt(Version version) {
      String since = get("since");
      String until = get("until");
      return (since.isEmpty() || version.isAtLeast(Version.of(since)))
          && (until.isEmpty() || !version.isAtLeast(Version.of(until)));
    }
  }

  private Table() {}

  /** Returns the rows of the table of that file name beside a class. */
  public static List<Row> read(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " beside " + beside.getName());
      }
      return rows(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Row> rows(BufferedReader reader, String file) {
    List<Row> rows = new ArrayList<>();
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (String line : reader.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\\|", -1);
      for (int i = 0; i < cells.length; i++) {
        cells[i] = cells[i].trim();
      }
      if (columns.isEmpty()) {
        for (int i = 0; i < cells.length; i++) {
          columns.put(cells[i], i);
        }
      } else if (cells.length != columns.size()) {
        throw new IllegalStateException(file + ": not " + columns.size() + " cells: " + line);
      } else {
        rows.add(new Row(columns, cells));
      }
    }
    return List.copyOf(rows);
  }
}
