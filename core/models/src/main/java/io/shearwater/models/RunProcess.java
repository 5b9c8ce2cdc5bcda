package io.shearwater.models;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/** In which process a run is, as its tag {@value #TAG}: one that says RUNNING and whose process is gone was killed. */
final class RunProcess {
    static final String TAG = "process";

    private RunProcess() {}

    /** This process. */
    static String self() {
        return text(ProcessHandle.current());
    }

    private static String text(ProcessHandle process) {
        return process.pid() + " on " + host() + " since "
                + process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** Whether it is known to be over: of another machine nothing is. */
    static boolean isGone(String tag) {
        String[] parts = tag.split(" ", -1);
        return parts.length == 5
                && parts[0].matches("\\d{1,18}")
                && parts[2].equals(host())
                && ProcessHandle.of(Long.parseLong(parts[0]))
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> text(process).equals(tag))
                        .isEmpty();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replace(' ', '-');
        } catch (UnknownHostException unknown) {
            return "localhost";
        }
    }
}
