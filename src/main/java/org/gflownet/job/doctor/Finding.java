package org.gflownet.job.doctor;

/**
 * What one check of the machine found.
 *
 * @param grade how it stands
 * @param subject what was looked at, in a word or two
 * @param text what was found
 * @param advice what to do about it; empty where nothing is to be done
 */
record Finding(Grade grade, String subject, String text, String advice) {

  /** How a check ended. */
  enum Grade {
    /** As it should be. */
    GOOD,
    /** Works, but slower or with a part missing that not every run needs. */
    LACKING,
    /** Nothing trains like this. */
    BAD
  }

  static Finding good(String subject, String text) {
    return new Finding(Grade.GOOD, subject, text, "");
  }

  static Finding lacking(String subject, String text, String advice) {
    return new Finding(Grade.LACKING, subject, text, advice);
  }

  static Finding bad(String subject, String text, String advice) {
    return new Finding(Grade.BAD, subject, text, advice);
  }
}
