package io.kvkit.sample;

import static org.awaitility.Awaitility.await;

import io.kvkit.tck.RedisServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A shop in a process of its own. */
final class SecondJvm implements AutoCloseable {

    private static final Duration START_TIME = Duration.ofSeconds(90);

    private final Process process;
    private final ShopClient client;

    private SecondJvm(Process process, int port) {
        this.process = process;
        this.client = new ShopClient(port);
    }

    static SecondJvm start(List<String> arguments) {
        int port = RedisServer.freePort();
        SecondJvm jvm = new SecondJvm(launch(arguments, port), port);
        try {
            await("the second JVM, see target/second-jvm.log")
                    .atMost(START_TIME)
                    .ignoreExceptions()
                    .until(() -> jvm.isUp());
        } catch (RuntimeException e) {
            jvm.close();
            throw e;
        }
        return jvm;
    }

    ShopClient client() {
        return client;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private boolean isUp() {
        return client.get("/api/stats").status() == 200;
    }

    private static Process launch(List<String> arguments, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(ShopApplication.class.getName());
        command.addAll(arguments);
        command.add("--server.port=" + port);
        command.add("--server.shutdown=immediate");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "second-jvm.log"));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
