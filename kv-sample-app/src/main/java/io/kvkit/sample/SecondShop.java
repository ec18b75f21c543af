package io.kvkit.sample;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The process of a second shop with the settings of this one, which the page freezes and kills. It starts when it is
 * first needed, and ends with this shop. It is there for the page: your application needs nothing like it.
 */
@Component
@Profile("redis")
final class SecondShop implements AutoCloseable {

    private static final String PROFILES = "--spring.profiles.active=";

    private final List<String> arguments;
    private @Nullable ShopProcess process;

    SecondShop(ApplicationArguments arguments, Environment environment) {
        Stream<String> same = Stream.of(arguments.getSourceArgs())
                .filter(argument -> !argument.startsWith("--server.port") && !argument.startsWith(PROFILES));
        this.arguments = Stream.concat(same, Stream.of(PROFILES + String.join(",", environment.getActiveProfiles())))
                .toList();
    }

    /** Starts the shop if it is not running, and lets it go on if it is frozen. Returns when it is open. */
    void open() {
        ShopProcess opened = started();
        opened.resume();
        opened.awaitOpen();
    }

    private synchronized ShopProcess started() {
        ShopProcess started = process;
        if (started == null || !started.isAlive()) {
            started = ShopProcess.start(arguments);
            process = started;
        }
        return started;
    }

    void freeze() {
        process().freeze();
    }

    void kill() {
        process().kill();
    }

    int port() {
        return process().port();
    }

    private synchronized ShopProcess process() {
        ShopProcess started = process;
        if (started == null) {
            throw new NoSecondShopException("The second shop has not been started.");
        }
        return started;
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.kill();
        }
    }
}
