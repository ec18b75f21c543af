package io.kvkit.recipe.gathering;

import io.kvkit.call.Quietly;
import io.kvkit.call.Timer.Scheduled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks that wait for the same time and then run together. Safe for use by several threads. */
final class Round {

    private final List<Task> tasks = new ArrayList<>();
    private @Nullable Scheduled due;
    private int left;
    private boolean begun;

    private final class Task implements Scheduled {

        private @Nullable Runnable work;

        Task(Runnable work) {
            this.work = work;
        }

        @Override
        public void cancel() {
            synchronized (Round.this) {
                if (work != null && !begun && --left == 0) {
                    end();
                }
                work = null;
            }
        }
    }

    /** Records what runs this, which need not once all tasks are cancelled. */
    synchronized void isDue(Scheduled then) {
        due = then;
    }

    /** Adds a task; returns null if it comes too late: after the others ran, or were all cancelled. */
    synchronized @Nullable Scheduled add(Runnable work) {
        if (begun) {
            return null;
        }
        Task task = new Task(work);
        tasks.add(task);
        left++;
        return task;
    }

    // Who comes later must not wait for what does not run.
    private void end() {
        begun = true;
        if (due != null) {
            due.cancel();
        }
    }

    /** Runs the tasks that were not cancelled, and returns their number. */
    int run() {
        List<Runnable> some = begin();
        some.forEach(Quietly::tell);
        return some.size();
    }

    private synchronized List<Runnable> begin() {
        begun = true;
        List<Runnable> some = new ArrayList<>(left);
        for (Task task : tasks) {
            if (task.work != null) {
                some.add(task.work);
            }
        }
        tasks.clear();
        return some;
    }
}
