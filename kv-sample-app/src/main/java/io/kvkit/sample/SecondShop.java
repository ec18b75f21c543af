package io.kvkit.sample;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The process of a second shop, which the page freezes and kills. It has the settings of this one, but its transfers
 * take longer, so that it can be stopped in the middle of one, and have a short lease, so that nobody waits for long. It
 * starts when it is first needed, and ends with this shop. It is there for the page: your application needs nothing
 * like it.
 */
@Component
@Profile("redis")
final class SecondShop implements AutoCloseable {

    private static final String LEASE = "--kv.idempotency.operations.transfers.lease=4s";

    private final List<String> arguments;
    private @Nullable ShopProcess process;
    private boolean closed;

    SecondShop(ApplicationArguments arguments, Environment environment) {
        List<String> own = List.of(
                "--spring.profiles.active=" + String.join(",", environment.getActiveProfiles()),
                "--shop.transfer-time=" + environment.getRequiredProperty("shop.second-shop.transfer-time"),
                "--" + ParentProcess.PROPERTY + "=" + ProcessHandle.current().pid(),
                LEASE);
        Stream<String> same = Stream.of(arguments.getSourceArgs())
                .filter(argument -> !argument.startsWith("--server.port") && !isSet(argument, own));
        this.arguments = Stream.concat(same, own.stream()).toList();
    }

    private static boolean isSet(String argument, List<String> own) {
        return own.stream().anyMatch(each -> argument.startsWith(each.substring(0, each.indexOf('=') + 1)));
    }

    /** Starts the shop if it is not running, and lets it go on if it is frozen. Returns when it is open. */
    void open() {
        ShopProcess opened = started();
        opened.resume();
        opened.awaitOpen();
    }

    private synchronized ShopProcess started() {
        if (closed) {
            throw new NoSecondShopException("This shop is closing.");
        }
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
        closed = true;
        if (process != null) {
            process.kill();
        }
    }
}
