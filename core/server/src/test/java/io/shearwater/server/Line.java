package io.shearwater.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line to a port of this machine that can be cut, or go dead as when a cable is pulled: then nobody is told. */
final class Line implements AutoCloseable {
    private final ServerSocket entrance;
    private final int to;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean dead;

    Line(int to) throws IOException {
        this.to = to;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket here = entrance.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), to);
                sockets.add(here);
                sockets.add(there);
                Thread.ofVirtual().start(() -> carry(here, there));
                Thread.ofVirtual().start(() -> carry(there, here));
            }
        } catch (IOException closed) {
            // No more callers.
        }
    }

    private void carry(Socket from, Socket into) {
        byte[] bytes = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (dead) {
                    // What comes is lost, and nobody is told.
                    continue;
                }
                out.write(bytes, 0, count);
            }
            if (!dead) {
                into.shutdownOutput();
            }
        } catch (IOException cut) {
            // One side has ended it.
        }
    }

    /** Ends all connections. */
    void cut() {
        sockets.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException gone) {
                throw new AssertionError(gone);
            }
        });
    }

    /** From now on nothing passes, and no connection ends. */
    void die() {
        dead = true;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
