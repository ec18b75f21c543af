package io.kvkit.spring.exchange;

/**
 * Decides which responses are outcomes: a client that repeats the request gets them again.
 *
 * <p>Success, redirection and errors that the same request would meet again are final. Not final are server errors,
 * "try again" (408, 425, 429), refusals that depend on the caller and the time (401, 403), and answers to the request's
 * conditional headers (304, 406, 412, 416, 428), which do not describe the operation and may differ the next time.
 */
public final class FinalStatus {

    private FinalStatus() {}

    /** Returns whether a response with this status is recorded and replayed. */
    public static boolean isFinal(int status) {
        return switch (status) {
            case 304, 401, 403, 406, 408, 412, 416, 425, 428, 429 -> false;
            default -> status >= 200 && status < 500;
        };
    }
}
