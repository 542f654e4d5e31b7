package org.gflownet.report.chem;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * A structural formula read back from its SVG as an eye reads it: strokes are bonds, where they
 * meet or where letters stand are atoms.
 */
final class DrawnMolecule {
  private static final Pattern PATH =
      Pattern.compile("([a-zA-Z])|(-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE]-?\\d+)?)");

  /** Letters of an atom: where they are, their colour, and how many closed outlines they have. */
  record Letters(Rectangle2D place, String colour, int outlines) {}

  /** A bond as the line in its middle, and its number of strokes. */
  private record Bond(Line2D line, int strokes) {
    double length() {
      return line.getP1().distance(line.getP2());
    }
  }

  private final Rectangle2D viewBox;
  private final List<Letters> letters = new ArrayList<>();
  private final List<Bond> bonds = new ArrayList<>();
  private final List<Point2D> points = new ArrayList<>();

  DrawnMolecule(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Element root =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    String[] box = root.getAttribute("viewBox").split(" ", -1);
    viewBox =
        new Rectangle2D.Double(
            Double.parseDouble(box[0]),
            Double.parseDouble(box[1]),
            Double.parseDouble(box[2]),
            Double.parseDouble(box[3]));
    NodeList elements = root.getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      switch (element.getAttribute("class")) {
        case "bond" -> bond(element);
        case "atom" -> atom(element);
        default -> {}
      }
    }
  }

  private static List<Element> own(Element element, String tag) {
    if (element.getTagName().equals(tag)) {
      return List.of(element);
    }
    NodeList inner = element.getElementsByTagName(tag);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < inner.getLength(); i++) {
      all.add((Element) inner.item(i));
    }
    return all;
  }

  private void bond(Element element) {
    List<Line2D> lines = new ArrayList<>();
    for (Element line : own(element, "line")) {
      double[] ends = new double[4];
      String[] names = {"x1", "y1", "x2", "y2"};
      for (int i = 0; i < 4; i++) {
        ends[i] = Double.parseDouble(line.getAttribute(names[i]));
      }
      Line2D drawn = new Line2D.Double(ends[0], ends[1], ends[2], ends[3]);
      lines.add(drawn);
      points.add(drawn.getP1());
      points.add(drawn.getP2());
    }
    double longest = lines.stream().mapToDouble(DrawnMolecule::length).max().orElseThrow();
    // The inner stroke of a ring's double bond is shorter: the outer one goes from atom to atom.
    List<Line2D> full = lines.stream().filter(line -> length(line) > 0.97 * longest).toList();
    Line2D middle =
        new Line2D.Double(
            full.stream().mapToDouble(Line2D::getX1).average().orElseThrow(),
            full.stream().mapToDouble(Line2D::getY1).average().orElseThrow(),
            full.stream().mapToDouble(Line2D::getX2).average().orElseThrow(),
            full.stream().mapToDouble(Line2D::getY2).average().orElseThrow());
    bonds.add(new Bond(middle, lines.size()));
  }

  private static double length(Line2D line) {
    return line.getP1().distance(line.getP2());
  }

  private void atom(Element element) {
    Rectangle2D place = null;
    String colour = "";
    int outlines = 0;
    for (Element path : own(element, "path")) {
      for (Point2D point : outline(path.getAttribute("d"))) {
        points.add(point);
        if (place == null) {
          place = new Rectangle2D.Double(point.getX(), point.getY(), 0, 0);
        } else {
          place.add(point);
        }
      }
      outlines += path.getAttribute("d").replaceAll("[^zZ]", "").length();
      Element painted = path;
      while (painted.getAttribute("fill").isEmpty()) {
        painted = (Element) painted.getParentNode();
      }
      colour = painted.getAttribute("fill");
    }
    letters.add(new Letters(place, colour, outlines));
  }

  /** End points of a path's pieces. */
  private static List<Point2D> outline(String path) {
    List<Point2D> points = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    char command = ' ';
    double x = 0;
    double y = 0;
    for (MatchResult token : PATH.matcher(path).results().toList()) {
      if (token.group(1) != null) {
        command = token.group(1).charAt(0);
        numbers.clear();
        continue;
      }
      numbers.add(Double.parseDouble(token.group(2)));
      int arity =
          switch (Character.toLowerCase(command)) {
            case 'h', 'v' -> 1;
            case 'm', 'l', 't' -> 2;
            case 'q', 's' -> 4;
            case 'c' -> 6;
            default -> throw new IllegalArgumentException(command + " in " + path);
          };
      if (numbers.size() == arity) {
        boolean relative = Character.isLowerCase(command);
        char kind = Character.toLowerCase(command);
        double last = numbers.get(arity - 1);
        double before = arity > 1 ? numbers.get(arity - 2) : last;
        if (kind != 'v') {
          x = (relative ? x : 0) + before;
        }
        if (kind != 'h') {
          y = (relative ? y : 0) + last;
        }
        points.add(new Point2D.Double(x, y));
        numbers.clear();
      }
    }
    return points;
  }

  /** What of it lies outside the picture. */
  List<Point2D> outside() {
    return points.stream().filter(p -> viewBox.outcode(p) != 0).toList();
  }

  Rectangle2D viewBox() {
    return viewBox;
  }

  /** Smallest rectangle around everything drawn. */
  Rectangle2D extent() {
    Rectangle2D extent = new Rectangle2D.Double(points.get(0).getX(), points.get(0).getY(), 0, 0);
    points.forEach(extent::add);
    return extent;
  }

  int numBonds() {
    return bonds.size();
  }

  /**
   * Every atom as its letters' colour and number of outlines ({@code C} where it has none) and the
   * strokes of its bonds in increasing order, such as {@code C 112}; sorted.
   */
  List<String> atoms() {
    double length = bonds.stream().mapToDouble(Bond::length).max().orElse(1);
    List<Point2D> corners = new ArrayList<>();
    List<StringBuilder> cornerBonds = new ArrayList<>();
    List<StringBuilder> letterBonds = new ArrayList<>();
    letters.forEach(each -> letterBonds.add(new StringBuilder()));
    for (Bond bond : bonds.stream().sorted(Comparator.comparing(Bond::strokes)).toList()) {
      for (Point2D end : List.of(bond.line().getP1(), bond.line().getP2())) {
        int letter = lettersAt(end, length);
        if (letter >= 0) {
          letterBonds.get(letter).append(bond.strokes());
          continue;
        }
        int corner = 0;
        while (corner < corners.size() && corners.get(corner).distance(end) > length / 5) {
          corner++;
        }
        if (corner == corners.size()) {
          corners.add(end);
          cornerBonds.add(new StringBuilder());
        }
        cornerBonds.get(corner).append(bond.strokes());
      }
    }
    List<String> atoms = new ArrayList<>();
    cornerBonds.forEach(strokes -> atoms.add("C " + strokes));
    for (int i = 0; i < letters.size(); i++) {
      Letters each = letters.get(i);
      atoms.add((each.colour() + "/" + each.outlines() + " " + letterBonds.get(i)).strip());
    }
    return atoms.stream().sorted().toList();
  }

  /** The letters that a bond ends before, or -1. */
  private int lettersAt(Point2D end, double length) {
    for (int i = 0; i < letters.size(); i++) {
      Rectangle2D place = letters.get(i).place();
      double dx = Math.max(0, Math.max(place.getMinX() - end.getX(), end.getX() - place.getMaxX()));
      double dy = Math.max(0, Math.max(place.getMinY() - end.getY(), end.getY() - place.getMaxY()));
      if (Math.hypot(dx, dy) < length / 3) {
        return i;
      }
    }
    return -1;
  }
}
