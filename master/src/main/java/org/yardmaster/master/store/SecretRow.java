package org.yardmaster.master.store;

/// The hash of a slave's secret as a row.
record SecretRow(long slave, String hash) {
  @Override
  public String toString() {
    return "SecretRow[" + slave + "]";
  }
}
