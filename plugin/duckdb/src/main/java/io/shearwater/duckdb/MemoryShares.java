package io.shearwater.duckdb;

/**
 * The memory that databases of single executions share, so that many at a time take no more than one cap: each gets half of what
 * the others left, and what does not fit it goes to the disk. Nobody waits for a share, since an execution may feed the one that
 * would wait; when all is given away, the least that a database runs with is given on top. Thread-safe.
 */
final class MemoryShares {
    private final long least;
    private long left;

    /**
     * @param all the cap, in bytes
     * @param least what every database gets, in bytes
     */
    MemoryShares(long all, long least) {
        this.least = least;
        this.left = all;
    }

    /** A share, to be given back. */
    synchronized Share take() {
        Share share = new Share(this, Math.max(least, left / 2));
        left -= share.bytes;
        return share;
    }

    private synchronized void giveBack(long bytes) {
        left += bytes;
    }

    /** What one database may use. */
    static final class Share implements AutoCloseable {
        private final MemoryShares shares;
        private final long bytes;
        private boolean closed;

        private Share(MemoryShares shares, long bytes) {
            this.shares = shares;
            this.bytes = bytes;
        }

        long bytes() {
            return bytes;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                shares.giveBack(bytes);
            }
        }
    }
}
