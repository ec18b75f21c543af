package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvClient;
import io.kvkit.tck.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler holds its permit until its work has ended, which is after its return. */
@Tag("slow")
class ExportingTest {

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnAStack {

        private final Stack stack;
        private final List<Class<?>> handlers;
        private final String property;

        @SuppressWarnings("NullAway.Init")
        RunningApp app;

        OnAStack(Stack stack, List<Class<?>> handlers, String property) {
            this.stack = stack;
            this.handlers = handlers;
            this.property = property;
        }

        @BeforeAll
        void start() {
            app = stack.start(handlers, property);
        }

        @AfterAll
        void stop() {
            Exporting.open();
            app.close();
        }

        @BeforeEach
        void close() {
            Eventually.until(this::isFree);
            Exporting.close();
        }

        boolean isFree() {
            return app.bean(KvClient.class)
                    .concurrencyLimit(Exporting.NAME)
                    .peek(Exporting.KEY)
                    .allowed();
        }

        CompletableFuture<Reply> begin(String path) {
            CompletableFuture<Reply> reply = app.http().get(path).start();
            Exporting.BEGUN.acquireUninterruptibly();
            return reply;
        }

        void assertHeldUntilTheEnd(String path) {
            CompletableFuture<Reply> reply = begin(path);
            for (int i = 0; i < 3; i++) {
                app.http().get(path).send().hasStatus(429);
            }
            Exporting.open();
            reply.join().hasStatus(200);
            Eventually.until(this::isFree);
        }

        /** Closes the connection in the midst of a stream. */
        void assertFreeAfterADisconnect(String path) throws IOException {
            int port = Integer.parseInt(app.context().getEnvironment().getProperty("local.server.port", "0"));
            try (Socket client = new Socket("127.0.0.1", port)) {
                client.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                Exporting.BEGUN.acquireUninterruptibly();
                assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                assertThat(isFree()).isFalse();
                client.setSoLinger(true, 0);
            }
            Eventually.until(this::isFree);
        }
    }

    @Nested
    class OnServlets extends OnAStack {

        OnServlets() {
            super(
                    Stack.MVC_ON_MEMORY,
                    List.of(Exporting.Anywhere.class, Exporting.OnServlets.class),
                    "spring.mvc.async.request-timeout=60s");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"/stage", "/mono", "/flux", "/callable", "/task", "/deferred", "/body", "/entity", "/emitter"
                })
        void permitIsHeldUntilTheWorkHasEnded(String path) {
            assertHeldUntilTheEnd(path);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/endless", "/ticks"})
        void permitIsFreeAfterTheClientWentAway(String path) throws IOException {
            assertFreeAfterADisconnect(path);
        }
    }

    @Nested
    class OnServletsWithATimeout extends OnAStack {

        OnServletsWithATimeout() {
            super(Stack.MVC_ON_MEMORY, List.of(Exporting.OnServlets.class), "spring.mvc.async.request-timeout=200ms");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/callable", "/body"})
        void workThatOutlivesItsRequestHoldsThePermit(String path) {
            begin(path).join().hasStatus(503);
            app.http().get(path).send().hasStatus(429);
            assertThat(isFree()).isFalse();
            Exporting.open();
            Eventually.until(this::isFree);
        }

        @Test
        void workThatCannotBeSeenHoldsItUntilTheTimeout() {
            begin("/deferred").join().hasStatus(503);
            Eventually.until(this::isFree);
        }
    }

    @Nested
    class OnWebFlux extends OnAStack {

        OnWebFlux() {
            super(Stack.WEBFLUX_ON_MEMORY, List.of(Exporting.Anywhere.class), "server.shutdown=immediate");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/stage", "/mono", "/flux"})
        void permitIsHeldUntilTheWorkHasEnded(String path) {
            assertHeldUntilTheEnd(path);
        }

        @Test
        void permitIsFreeAfterTheClientWentAway() throws IOException {
            assertFreeAfterADisconnect("/ticks");
        }
    }
}
