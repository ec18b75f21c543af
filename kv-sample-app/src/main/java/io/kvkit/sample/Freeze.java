package io.kvkit.sample;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;

/**
 * Stops a process as a long garbage collection does, and lets it go on. A process that stands still does not notice that its
 * parent was killed, so one more process lets it go on when the longest time is over.
 */
final class Freeze {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Freeze() {}

    static void begin(Process process) {
        begin(process, LONGEST);
    }

    static void begin(Process process, Duration longest) {
        start("sh", "-c", "sleep " + longest.toSeconds() + "; kill -CONT " + process.pid());
        signal("STOP", process);
    }

    static void end(Process process) {
        signal("CONT", process);
    }

    private static void signal(String name, Process process) {
        int code = start("kill", "-" + name, Long.toString(process.pid()))
                .onExit()
                .join()
                .exitValue();
        if (code != 0) {
            throw new NoSecondShopException("The second shop did not take the signal " + name + ".");
        }
    }

    private static Process start(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new NoSecondShopException("This system cannot freeze a process, only kill it.");
        }
    }
}
