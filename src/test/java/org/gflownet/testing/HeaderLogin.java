package org.gflownet.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;

/**
 * Stands for a user's authentication in front of Spark's pages: believes whom a header names, and
 * sends away who names nobody.
 */
public final class HeaderLogin implements Filter {
  /** The header. */
  public static final String HEADER = "X-Login";

  /** Puts this class alone into a jar. */
  public static void writeJar(Path jar) throws IOException {
    String name = HeaderLogin.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        var code = HeaderLogin.class.getClassLoader().getResourceAsStream(name)) {
      zip.putNextEntry(new ZipEntry(name));
      code.transferTo(zip);
      String request = name.replace(".class", "$Request.class");
      zip.putNextEntry(new ZipEntry(request));
      try (var inner = HeaderLogin.class.getClassLoader().getResourceAsStream(request)) {
        inner.transferTo(zip);
      }
    }
  }

  @Override
  public void init(FilterConfig config) {
    // No settings.
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String user = ((HttpServletRequest) request).getHeader(HEADER);
    if (user == null) {
      ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      chain.doFilter(new Request((HttpServletRequest) request, user), response);
    }
  }

  @Override
  public void destroy() {
    // Holds nothing.
  }

  private static final class Request extends HttpServletRequestWrapper {
    private final String user;

    Request(HttpServletRequest request, String user) {
      super(request);
      this.user = user;
    }

    @Override
    public String getRemoteUser() {
      return user;
    }
  }
}
