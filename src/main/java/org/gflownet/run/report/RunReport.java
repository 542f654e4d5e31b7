package org.gflownet.run.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.report.ReportPage;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.PlainJson;
import org.gflownet.run.folder.RunFolder;

/** {@code report.html} of one or several runs. */
public final class RunReport {
  public static final String NAME = "report.html";

  private RunReport() {}

  /** Writes the report of one run into its folder. */
  public static void write(RunFolder folder) {
    folder.directory().replaceText(NAME, html(data(List.of(folder), false)));
  }

  /** Where {@link #write} puts the page. */
  public static String location(RunFolder folder) {
    return folder.directory().location().replaceAll("/+$", "") + "/" + NAME;
  }

  /** The page. */
  public static String html(ObjectNode data) {
    StringBuilder title = new StringBuilder();
    data.path("runs")
        .forEach(
            run -> title.append(title.isEmpty() ? "" : ", ").append(run.path("name").asText()));
    return ReportPage.html(title + " · gflownet-spark", data);
  }

  /**
   * What the page draws.
   *
   * @param folders of the runs
   * @param live whether the page should ask again
   */
  public static ObjectNode data(List<RunFolder> folders, boolean live) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("version", BuildInfo.version());
    data.put("generated", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    data.put("live", live);
    ArrayNode runs = data.putArray("runs");
    List<MoleculeTable.Evaluated> molecules = new ArrayList<>();
    for (RunFolder folder : folders) {
      String name = name(folder, folders);
      RunDocument document = new RunDocument(folder);
      ObjectNode run = document.read(name);
      runs.add(run);
      boolean published = PublishedMolecules.areOf(document.config());
      VisitedCurve.of(run)
          .ifPresent(curve -> molecules.add(new MoleculeTable.Evaluated(name, published, curve)));
    }
    MoleculeTable.ofRuns(molecules)
        .ifPresent(table -> data.set("molecules", PlainJson.tree(table)));
    return data;
  }

  /** The last part of a location, or all of it where another run has the same last part. */
  private static String name(RunFolder folder, List<RunFolder> all) {
    String last = last(folder);
    long same = all.stream().filter(other -> last(other).equals(last)).count();
    return same > 1 ? folder.directory().location() : last;
  }

  private static String last(RunFolder folder) {
    String location = folder.directory().location().replaceAll("/+$", "");
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
