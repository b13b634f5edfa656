//! `epoch-native run CASES RESULTS` writes the results of all cases; `epoch-native time CASES MILLISECONDS` prints the
//! median time of each case in nanoseconds, measured for about so long.

mod arithmetic;
mod bonds;
mod epoch;
mod input;
mod median;
mod stake;

use std::fs::File;
use std::io::{BufReader, BufWriter, Result, Write};
use std::time::{Duration, Instant};

use epoch::Workspace;
use input::{Input, Source};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[1..] {
        ["run", cases, results] => run(&read(cases)?, results),
        ["time", cases, milliseconds] => time(&read(cases)?, milliseconds.parse().expect("a number of milliseconds")),
        _ => panic!("usage: epoch-native run CASES RESULTS | time CASES MILLISECONDS"),
    }
}

fn read(path: &str) -> Result<Vec<Input>> {
    let mut source = Source(BufReader::new(File::open(path)?));
    let count = source.u64()?;
    (0..count).map(|_| source.input()).collect()
}

fn run(cases: &[Input], results: &str) -> Result<()> {
    let mut out = BufWriter::new(File::create(results)?);
    let mut workspace = Workspace::default();
    for case in cases {
        workspace.run(case).write(&mut out)?;
    }
    out.flush()
}

fn time(cases: &[Input], milliseconds: u64) -> Result<()> {
    let mut workspace = Workspace::default();
    for case in cases {
        let mut times = Vec::new();
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(milliseconds) || times.len() < 5 {
            let begin = Instant::now();
            std::hint::black_box(workspace.run(std::hint::black_box(case)));
            times.push(begin.elapsed().as_nanos());
        }
        times.sort_unstable();
        println!("{}", times[times.len() / 2]);
    }
    Ok(())
}
