package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.store.Transition;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several clients with blocks on one key never hand out a call that the limit by itself would refuse. */
class BlockTest {

    private static final int SEEDS = Integer.getInteger("kvkit.block.seeds", 60);
    private static final int STEPS = 400;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    static Stream<Meter> meters() {
        Band bucket = Band.of(Algorithm.TOKEN_BUCKET, 30, WINDOW);
        Band burst = Band.of(Algorithm.TOKEN_BUCKET, 7, WINDOW, 40);
        Band sliding = Band.of(Algorithm.SLIDING_WINDOW, 30, WINDOW);
        Band fixed = Band.of(Algorithm.FIXED_WINDOW, 30, WINDOW);
        Band strict = Band.of(Algorithm.STRICT_WINDOW, 30, WINDOW);
        Band minute = Band.calendar(100, new CalendarWindow(Unit.MINUTE, ZoneOffset.UTC));
        return Stream.of(
                Meter.of(bucket),
                Meter.of(burst),
                Meter.of(sliding),
                Meter.of(fixed),
                Meter.of(strict),
                Meter.of(minute),
                Meter.of(bucket, minute),
                Meter.of(burst, sliding, strict));
    }

    @ParameterizedTest
    @MethodSource("meters")
    void noCallPassesThatTheLimitWouldRefuse(Meter meter) {
        long ahead = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            ahead += new Run(meter, seed).play();
        }
        assertThat(ahead).as("calls that passed without the store").isGreaterThan(SEEDS * 10L);
    }

    @Test
    void steadyCallsOfOneClientLoseNothing() {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 1_000, WINDOW));
        Run run = new Run(meter, 1);
        int passed = 0;
        // Nine calls where ten permits come back.
        for (int i = 0; i < 9_000; i++) {
            run.time.advance(Duration.ofNanos(WINDOW.toNanos() / 900));
            passed += run.clients.get(0).call(1, 50) ? 1 : 0;
        }
        assertThat(passed).isEqualTo(9_000);
    }

    /** One seeded run of three clients. */
    private static final class Run {

        private final Meter meter;
        private final Random random;
        private final VirtualTime time = new VirtualTime();
        private final InMemoryKvStore store = new InMemoryKvStore(time);
        private final InMemoryKvStore exact = new InMemoryKvStore(time);
        private final List<Client> clients = new ArrayList<>();
        private long ahead;

        Run(Meter meter, long seed) {
            this.meter = meter;
            this.random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                clients.add(new Client());
            }
        }

        long play() {
            for (int i = 0; i < STEPS; i++) {
                time.advance(Duration.ofNanos(1_000L * pause()));
                Client client = clients.get(random.nextInt(clients.size()));
                switch (random.nextInt(12)) {
                    case 0 -> client.end(random.nextInt(300_000), random.nextInt(400_000));
                    case 1 -> client.change();
                    default -> {
                        int burst = random.nextInt(8);
                        for (int call = 0; call <= burst; call++) {
                            client.call(1 + random.nextInt(9) / 8, 1 + random.nextInt(20));
                        }
                    }
                }
            }
            return ahead;
        }

        private long pause() {
            long window = WINDOW.toNanos() / 1_000;
            return switch (random.nextInt(8)) {
                case 0 -> random.nextLong(window);
                case 1 -> window / 10;
                case 2 -> 0;
                default -> random.nextLong(window / 50);
            };
        }

        private MeterReply now(InMemoryKvStore where, Transition<MeterReply> step) {
            return Objects.requireNonNull(where.applyNow(MeterCell.KEY, step));
        }

        private Meter dated() {
            return meter.at(time.micros());
        }

        private void passes(long cost) {
            MeterReply reply = now(exact, dated().take(MeterCell.KEY, cost, 1));
            assertThat(reply.granted()).as("the limit grants it too").isEqualTo(1);
        }

        private final class Client {

            private @Nullable Block block;
            private long cost;
            private long sent;

            private long elapsed() {
                return time.micros() - sent;
            }

            boolean call(long price, long size) {
                if (block != null && cost == price && block.use(elapsed()) != null) {
                    ahead++;
                    passes(price);
                    return true;
                }
                end(0, 0);
                sent = time.micros() - random.nextInt(2_000);
                cost = price;
                MeterReply reply = now(store, dated().take(MeterCell.KEY, price, size));
                block = reply.granted() == 0 ? null : dated().block(reply, price, 1);
                if (block != null) {
                    passes(price);
                }
                return block != null;
            }

            /** Gives back what is left; the step arrives late, and perhaps too late. */
            void end(int within, int late) {
                Transition<MeterReply> back = block == null ? null : block.end(MeterCell.KEY, elapsed(), 1 + within);
                block = null;
                if (back != null) {
                    time.after(Duration.ofNanos(1_000L * late), () -> now(store, back));
                    time.runDue();
                }
            }

            /** A call that gets its permits back. */
            void change() {
                if (call(1, 10)) {
                    end(0, 0);
                    now(store, dated().refund(MeterCell.KEY, 1));
                    now(exact, dated().refund(MeterCell.KEY, 1));
                }
            }
        }
    }
}
