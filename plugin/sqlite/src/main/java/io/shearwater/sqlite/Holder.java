package io.shearwater.sqlite;

import io.shearwater.spi.SpiError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One opening of a registry, as the holder of leases: process, host, when the process began, and a number of its own. Written
 * as it is shown to people. Immutable.
 */
record Holder(long pid, String host, String started, String number) {
    /** The openings of this process that are not closed. */
    private static final Set<Holder> LIVING = ConcurrentHashMap.newKeySet();

    private static final Pattern WRITTEN = Pattern.compile("process (\\d+) on (.*) since (\\S*) \\((.*)\\)");

    static Holder open() {
        ProcessHandle self = ProcessHandle.current();
        Holder holder = new Holder(
                self.pid(), hostName(), started(self), UUID.randomUUID().toString());
        LIVING.add(holder);
        return holder;
    }

    /** Reads back what {@link #toString} wrote. */
    static Holder parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            throw SpiError.INTERNAL.because("The holder of a lease is not readable: '" + text + "'.");
        }
        return new Holder(Long.parseLong(parts.group(1)), parts.group(2), parts.group(3), parts.group(4));
    }

    void close() {
        LIVING.remove(this);
    }

    /**
     * Whether this opening is over: closed in this process, or its process is not running. An embedded store is opened by one
     * process on one machine at a time, so an opening on another host (a container that was moved) is over too.
     */
    boolean isGone() {
        Holder self = new Holder(ProcessHandle.current().pid(), hostName(), started(ProcessHandle.current()), number);
        if (equals(self)) {
            return !LIVING.contains(this);
        }
        return !host.equals(self.host)
                || ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> started(process).equals(started))
                        .isEmpty();
    }

    @Override
    public String toString() {
        return "process " + pid + " on " + host + " since " + started + " (" + number + ")";
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return "localhost";
        }
    }
}
