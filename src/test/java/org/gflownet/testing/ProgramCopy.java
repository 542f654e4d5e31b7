package org.gflownet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * The program loaded once more, with a folder in front of its own resources: as if that folder's
 * files had been in the program when it was built. Libraries are those of the JVM.
 */
public final class ProgramCopy implements AutoCloseable {
  private final Loader loader;

  /**
   * A copy.
   *
   * @param folder of resources, and of services beside the program's own
   * @param classes one of each place that holds classes of the program or of its tests
   */
  public ProgramCopy(Path folder, List<Class<?>> classes) throws MalformedURLException {
    List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (Class<?> type : classes) {
      urls.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    loader = new Loader(urls.toArray(URL[]::new), ProgramCopy.class.getClassLoader());
  }

  /** Runs a command of the copy on this thread and gives its exit code. */
  public int run(String... arguments) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return (int)
          loader
              .loadClass("org.gflownet.job.Main")
              .getMethod("run", String[].class)
              .invoke(null, (Object) arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks for what is the program's in its own places first. */
  private static final class Loader extends URLClassLoader {
    Loader(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.gflownet.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      // Other providers of these services would be classes of the original.
      if (name.startsWith("META-INF/services/org.gflownet.")) {
        return findResources(name);
      }
      List<URL> all = Collections.list(findResources(name));
      all.addAll(Collections.list(getParent().getResources(name)));
      return Collections.enumeration(all);
    }
  }
}
