package io.kvkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines that are written to the log of a class, until this is closed. */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private LogLines(Logger logger) {
        this.logger = logger;
    }

    /** Collects the lines of a class from now on. */
    public static LogLines of(Class<?> type) {
        LogLines collected = new LogLines((Logger) LoggerFactory.getLogger(type));
        collected.lines.start();
        collected.logger.addAppender(collected.lines);
        return collected;
    }

    /** The lines so far, each as its level and its text. */
    public List<String> written() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
