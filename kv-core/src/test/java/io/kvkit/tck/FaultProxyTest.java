package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.tck.FaultProxy.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees through the proxy: bare sockets, no driver. */
@Tag("slow")
@Timeout(120)
class FaultProxyTest {

    private static final RedisServer SERVER = RedisServer.start();
    private final FaultProxy proxy = new FaultProxy(SERVER.port());

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void repliesAreSwallowedButRequestsAreCarriedOut() throws IOException {
        try (Line line = new Line()) {
            line.send("SET", "dropped", "1");
            assertThat(line.read()).isEqualTo("+OK");
            proxy.fault(Fault.DROP_REPLIES);
            line.send("INCR", "dropped");
            line.hearsNothing();
            Eventually.until(proxy::hasLost);
            proxy.heal();
            assertThat(line.read()).isNull();
        }
        try (Line line = new Line()) {
            line.send("INCR", "dropped");
            assertThat(line.read()).isEqualTo(":3");
        }
    }

    @Test
    void onlyOneReplyIsCutAt() throws IOException {
        proxy.fault(Fault.CUT_AT_REPLY);
        try (Line cut = new Line();
                Line whole = new Line()) {
            cut.send("PING");
            assertThat(cut.read()).isNull();
            whole.send("PING");
            assertThat(whole.read()).isEqualTo("+PONG");
        }
    }

    @Test
    void whatWasStalledArrivesLate() throws IOException {
        try (Line line = new Line()) {
            proxy.fault(Fault.STALL);
            line.send("SET", "stalled", "1");
            line.hearsNothing();
            proxy.heal();
            assertThat(line.read()).isEqualTo("+OK");
        }
    }

    @Test
    void blackHoleTakesConnectionsAndGivesNothingBack() throws IOException {
        proxy.fault(Fault.BLACK_HOLE);
        try (Line line = new Line()) {
            line.send("SET", "hole", "1");
            line.hearsNothing();
            Eventually.until(proxy::hasLost);
            proxy.heal();
            assertThat(line.read()).isNull();
        }
        try (Line line = new Line()) {
            line.send("EXISTS", "hole");
            assertThat(line.read()).isEqualTo(":0");
        }
    }

    @Test
    void newConnectionsAreRefusedUntilItIsHealed() throws IOException {
        try (Line open = new Line()) {
            // until it has answered, the connection may still wait to be accepted
            open.send("PING");
            assertThat(open.read()).isEqualTo("+PONG");
            proxy.fault(Fault.REFUSE);
            assertThatThrownBy(Line::new).isInstanceOf(ConnectException.class);
            open.send("PING");
            assertThat(open.read()).isEqualTo("+PONG");
            proxy.heal();
            new Line().close();
        }
    }

    @Test
    void delayHoldsRequestAndReply() throws IOException {
        try (Line line = new Line()) {
            proxy.delay(Duration.ofMillis(50));
            long start = System.nanoTime();
            line.send("PING");
            assertThat(line.read()).isEqualTo("+PONG");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void halfClosedConnectionEndsForTheClient() throws IOException {
        try (Line line = new Line()) {
            line.send("PING");
            assertThat(line.read()).isEqualTo("+PONG");
            proxy.halfClose();
            assertThat(line.read()).isNull();
        }
    }

    @Test
    void answersEveryRequestInTheServersStead() throws IOException {
        try (Line line = new Line()) {
            proxy.answer("MOVED 1 127.0.0.1:1");
            line.send("GET", "answered");
            line.send("GET", "answered");
            assertThat(line.read()).isEqualTo("-MOVED 1 127.0.0.1:1");
            assertThat(line.read()).isEqualTo("-MOVED 1 127.0.0.1:1");
            proxy.heal();
            line.send("PING");
            assertThat(line.read()).isEqualTo("+PONG");
        }
    }

    private final class Line implements AutoCloseable {

        private final Socket socket = new Socket(Loopback.ADDRESS, proxy.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

        Line() throws IOException {
            socket.setSoTimeout(60_000);
        }

        void send(String... words) throws IOException {
            StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                text.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
        }

        String read() throws IOException {
            try {
                return in.readLine();
            } catch (SocketException reset) {
                return null;
            }
        }

        void hearsNothing() throws IOException {
            socket.setSoTimeout(200);
            assertThatThrownBy(in::readLine).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(60_000);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
