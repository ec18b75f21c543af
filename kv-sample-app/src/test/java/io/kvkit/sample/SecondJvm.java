package io.kvkit.sample;

import static org.awaitility.Awaitility.await;

import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestProcess;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A shop in a process of its own. */
final class SecondJvm implements AutoCloseable {

    static final Duration START_TIME = Duration.ofSeconds(150);

    private final TestProcess process;
    private final ShopClient client;

    private SecondJvm(TestProcess process, int port) {
        this.process = process;
        this.client = new ShopClient(port);
    }

    /** Starts one and does not wait for it. */
    static SecondJvm launch(List<String> arguments) {
        int port = RedisServer.freePort();
        return new SecondJvm(launch(arguments, port), port);
    }

    /** Waits until the shop is open. */
    void awaitOpen() {
        await("the second JVM, see target/second-jvm.log")
                .atMost(START_TIME)
                .ignoreExceptions()
                .until(this::isUp);
    }

    ShopClient client() {
        return client;
    }

    @Override
    public void close() {
        process.stop();
    }

    private boolean isUp() {
        return client.get("/api/stats").status() == 200;
    }

    private static TestProcess launch(List<String> arguments, int port) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--server.port=" + port);
        all.add("--server.shutdown=immediate");
        return TestProcess.java(ShopApplication.class, all, new File("target", "second-jvm.log"));
    }
}
